import { z } from 'zod';
import { type PeopleList, type PersonRef, parsePeople } from '../../domain/people-list.ts';

/** What a command asks for. */
export type CommandIntent =
  | { kind: 'help' | 'connect' | 'settings' | 'disconnect' | 'status' | 'list' }
  | { kind: 'status_of'; who: PersonRef }
  /** Without a role, a form asks for it. */
  | { kind: 'role'; who: PersonRef; role?: string }
  | { kind: 'form'; people: PeopleList['people'] }
  | { kind: 'invite'; people: PeopleList['people']; role: string }
  | { kind: 'not_understood'; words: string[] };

const wordSchema = z.enum(['help', 'connect', 'settings', 'disconnect', 'status', 'list']);

/**
 * Parses the text after `/piper-invite`. Slack sends mentions as `<@U123|name>`, rewrites addresses to
 * `<mailto:ada@example.com|ada@example.com>`, and escapes `&`, `<` and `>`.
 * https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling
 */
export function parseCommandText(slackText: string): CommandIntent {
  const text = plain(slackText).trim();
  if (text === '') return { kind: 'form', people: [] };
  if (text === '?') return { kind: 'help' };
  const word = wordSchema.safeParse(text.toLowerCase());
  if (word.success) return { kind: word.data };

  const personCommand = parsePersonCommand(text);
  if (personCommand) return personCommand;

  const [names, role] = splitRole(text);
  const { people, leftovers } = parsePeople(names);
  if (leftovers.length > 0 || people.length === 0) {
    return { kind: 'not_understood', words: leftovers.length > 0 ? leftovers : [text] };
  }
  return role === undefined ? { kind: 'form', people } : { kind: 'invite', people, role };
}

/** The role follows the first "as" after the last person, since the name of a person may contain an "as". */
function splitRole(text: string): [names: string, role: string | undefined] {
  const lastPerson = text.lastIndexOf('@');
  const match = /\s+as(?:\s+|$)/i.exec(text.slice(lastPerson + 1));
  if (lastPerson < 0 || !match) return [text, undefined];
  const at = lastPerson + 1 + match.index;
  const role = unquoted(text.slice(at + match[0].length));
  return [text.slice(0, at), role === '' ? undefined : role];
}

/** `status WHO` and `role WHO ROLE`; undefined for anything else. */
function parsePersonCommand(text: string): CommandIntent | undefined {
  const match = /^(status|role)\s+(.*)$/is.exec(text);
  if (!match) return undefined;
  const [, verb = '', rest = ''] = match;
  if (verb.toLowerCase() === 'status') {
    const who = parseOne(rest);
    return who && { kind: 'status_of', who };
  }
  // The role follows the first word with an "@", perhaps after an "as".
  const person = /^[^@]*@\S*/.exec(rest)?.[0];
  const who = person === undefined ? undefined : parseOne(person);
  if (person === undefined || !who) return undefined;
  const role = unquoted(rest.slice(person.length).replace(/^\s+as\s+/i, ''));
  return role === '' ? { kind: 'role', who } : { kind: 'role', who, role };
}

function parseOne(text: string): PersonRef | undefined {
  const { people, leftovers } = parsePeople(text);
  return people.length === 1 && leftovers.length === 0 ? people[0] : undefined;
}

const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^(["'“])(.*)(["'”])$/, '$2')
    .trim();

/** Removes Slack's markup, except for mentions, which become `<@U123>`. */
function plain(slackText: string): string {
  return slackText
    .replace(/<([^<>]*)>/g, (_, inner: string) => {
      const [target = '', label] = inner.split('|');
      if (/^@[UW]/.test(target)) return ` <${target}> `;
      // The spaces separate a link from the text next to it.
      return ` ${target.startsWith('mailto:') ? target : label || target} `;
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
