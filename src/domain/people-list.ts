import { z } from 'zod';
import { addressKey } from './organization.ts';

/** Somebody named by a Slack mention or by an e-mail address, spelled as it was typed. */
export type PersonRef = { kind: 'mention'; userId: string } | { kind: 'address'; address: string };

/** The distinct people in a text, and the words that name nobody. `repeated` counts duplicates. */
export type PeopleList = { people: PersonRef[]; leftovers: string[]; repeated: number };

/**
 * An e-mail address as browsers validate it, with a dot in its domain. Looser than many validators on purpose: Piper has the
 * final say, and no real address may be rejected here.
 * https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
 */
const addressSchema = z
  .email({ pattern: z.regexes.html5Email })
  .max(254)
  .refine((address) => address.slice(address.lastIndexOf('@')).includes('.'));

const token = /<[^<>\n]*>|"[^"\n]*"|[,;\n\t]|[^\s,;<>"]+/g;

/**
 * Parses people from anything that somebody may paste: addresses with any separator, `Ada Lovelace <ada@example.com>`,
 * `"Lovelace, Ada" <ada@example.com>`, `mailto:` links, Slack mentions. Never throws, and never makes up an address.
 *
 * A name is accepted only in front of an address in angle brackets; any other word is a leftover. Addresses that differ only in
 * case are the same person.
 */
export function parsePeople(text: string): PeopleList {
  const people = new Map<string, PersonRef>();
  const leftovers: string[] = [];
  let words: string[] = [];
  let repeated = 0;

  const add = (key: string, ref: PersonRef) => {
    if (people.has(key)) repeated += 1;
    else people.set(key, ref);
  };
  const flush = () => {
    leftovers.push(...words);
    words = [];
  };

  for (const [piece] of withoutQuotes(text).matchAll(token)) {
    const bracketed = /^<(.+)>$/.exec(piece)?.[1]?.trim();
    const userId = /^@([UW][A-Z0-9]+)(\|.*)?$/.exec(bracketed ?? '')?.[1];
    const address = piece.includes('@') && !userId ? asAddress(bracketed ?? piece) : undefined;

    if (address) {
      if (bracketed) words = [];
      flush();
      add(addressKey(address), { kind: 'address', address });
    } else if (userId) {
      flush();
      add(userId, { kind: 'mention', userId });
    } else if (bracketed !== undefined || piece.includes('@')) {
      flush();
      leftovers.push(bracketed ?? piece);
    } else if (/^[;\n\t]$/.test(piece)) {
      flush();
    } else if (piece !== ',') {
      words.push(piece);
    }
  }
  flush();
  return {
    people: [...people.values()],
    leftovers: leftovers.filter((word) => /[^\s"'<>]/.test(word)),
    repeated,
  };
}

/** Removes quotation marks around addresses. */
function withoutQuotes(text: string): string {
  return text.replace(/[“”„«»]/g, '"').replace(/"([^"\n<>]*@[^"\n<>]*)"/g, ' $1 ');
}

function asAddress(word: string): string | undefined {
  const bare = word
    .replace(/^["([:]+/, '')
    .replace(/^'(?=.*'["')\].:!?]*$)/, '')
    .replace(/["')\].:!?]+$/, '')
    .replace(/^mailto:([^?|]*).*$/i, (_, target: string) => decoded(target));
  return addressSchema.safeParse(bare).data;
}

/** `mailto:` links are percent-encoded: https://www.rfc-editor.org/rfc/rfc6068#section-2 */
function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
