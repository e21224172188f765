import { z } from 'zod';
import { type PeopleList, readPeople } from '../../domain/people-list.ts';

/** What somebody wants who typed the command. */
export type CommandIntent =
  | { kind: 'help' | 'connect' | 'settings' | 'disconnect' | 'status' }
  | { kind: 'form'; people: PeopleList['people'] }
  | { kind: 'invite'; people: PeopleList['people']; role: string }
  | { kind: 'not_understood'; words: string[] };

const wordSchema = z.enum(['help', 'connect', 'settings', 'disconnect', 'status']);

/**
 * Reads the text behind `/piper-invite`. Slack sends mentions as `<@U123|name>`, rewrites addresses to
 * `<mailto:ada@example.com|ada@example.com>`, and escapes `&`, `<` and `>`.
 * https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling
 */
export function readCommandText(slackText: string): CommandIntent {
  const text = plain(slackText).trim();
  if (text === '') return { kind: 'form', people: [] };
  if (text === '?') return { kind: 'help' };
  const word = wordSchema.safeParse(text.toLowerCase());
  if (word.success) return { kind: word.data };

  const [names, role] = splitRole(text);
  const { people, leftovers } = readPeople(names);
  if (leftovers.length > 0 || people.length === 0) {
    return { kind: 'not_understood', words: leftovers.length > 0 ? leftovers : [text] };
  }
  return role === undefined ? { kind: 'form', people } : { kind: 'invite', people, role };
}

/** The role stands behind the last "as" that follows an address or a mention; a name may contain an "as" of its own. */
function splitRole(text: string): [names: string, role: string | undefined] {
  const lastPerson = text.lastIndexOf('@');
  const match = /\s+as(?:\s+|$)/i.exec(text.slice(lastPerson + 1));
  if (lastPerson < 0 || !match) return [text, undefined];
  const at = lastPerson + 1 + match.index;
  const role = text
    .slice(at + match[0].length)
    .trim()
    .replace(/^(["'“])(.*)(["'”])$/, '$2');
  return [text.slice(0, at), role === '' ? undefined : role];
}

/** Slack's markup undone, but for mentions, which stay `<@U123>`. */
function plain(slackText: string): string {
  return slackText
    .replace(/<([^<>]*)>/g, (_, inner: string) => {
      const [target = '', label] = inner.split('|');
      if (/^@[UW]/.test(target)) return ` <${target}> `;
      // What stands beside a link is not part of it.
      return ` ${target.startsWith('mailto:') ? target : label || target} `;
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
