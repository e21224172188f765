import { addressKey } from './address.ts';
import { hasAt, PeopleReader, type PersonRef } from './people-reader.ts';

export type { PersonRef } from './people-reader.ts';

/**
 * The distinct people in a text, and the pieces that name nobody, as they stand there: first those with an `@`, which may be
 * mistyped addresses. `repeated` counts duplicates.
 */
export type PeopleList = { people: PersonRef[]; leftovers: string[]; repeated: number };

/** No text of Slack's is longer than 40,000 characters; one that is longer than this is not read, and left over whole. */
const longestText = 100_000;

/**
 * Finds people in anything that somebody may paste: addresses with any separator, mailbox lists, links, lists, mail headers,
 * HTML, Slack mentions. Takes time that grows with the length of the text alone, which is limited.
 *
 * Each piece of the text ends as a person, as what is plainly noise, or as a leftover. What stands in front of an address in
 * angle brackets is a display name, and names nobody, even if it is an address. Never throws, and never makes up an address.
 */
export function parsePeople(text: string): PeopleList {
  if (text.length > longestText) return { people: [], leftovers: [text], repeated: 0 };
  const found = new PeopleReader(withoutMarkup(text), 0).read();
  const people = new Map<string, PersonRef>();
  for (const person of found.people) {
    const key = person.kind === 'mention' ? person.userId : addressKey(person.address);
    if (!people.has(key)) people.set(key, person);
  }
  const mistyped: string[] = [];
  const others: string[] = [];
  for (const piece of found.leftovers) (hasAt(piece) ? mistyped : others).push(piece.trim());
  return {
    people: [...people.values()],
    leftovers: mistyped.concat(others),
    repeated: found.people.length - people.size,
  };
}

/** Undoes what formats do to a text: HTML's escapes, and the folded lines of iCalendar and vCard (RFC 5545, section 3.1). */
function withoutMarkup(text: string): string {
  const unfolded = /^BEGIN:V/m.test(text) ? text.replace(/\r?\n[ \t]/g, '') : text;
  if (!unfolded.includes('&lt;')) return unfolded;
  return unfolded.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
