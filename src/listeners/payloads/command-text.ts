import * as z from 'zod';
import { type PersonRef, parsePeople } from '../../domain/people-list.ts';
import { plain } from './slack-text.ts';

/** What a command asks for. */
export type CommandIntent =
  | {
      kind:
        | 'help'
        | 'connect'
        | 'settings'
        | 'rules'
        | 'disconnect'
        | 'status'
        | 'list'
        | 'requests'
        | 'approvals'
        | 'history';
    }
  | { kind: 'status_of'; who: PersonRef }
  /** Without a role, a form asks for it. */
  | { kind: 'role'; who: PersonRef; role?: string }
  /** Links somebody (a Slack user ID) to a member. */
  | { kind: 'link'; userId: string; address: string }
  | { kind: 'show_link' | 'unlink'; userId: string }
  /** The person asks to be linked. */
  | { kind: 'ask_for_link'; address: string }
  /** What would become of invites of the person's own, or of somebody else's (`by`, a Slack user ID). */
  | { kind: 'check'; by?: string; people: PersonRef[]; leftovers: string[]; role?: string }
  /** `leftovers` is what was not understood besides the people; `role` as it was typed. */
  | { kind: 'form'; people: PersonRef[]; leftovers: string[]; role?: string }
  /** Words behind the people that are no "as ROLE", but may be meant as a role. */
  | { kind: 'maybe_role'; people: PersonRef[]; role: string }
  | { kind: 'invite'; people: PersonRef[]; role: string }
  /** A subcommand about somebody, who is missing or can't be told from these words. */
  | { kind: 'incomplete'; of: Incomplete; words: string[] }
  /** What Piper has no way to do. */
  | { kind: 'impossible'; what: Impossible }
  | { kind: 'not_understood'; words: string[] };

type Incomplete = 'status' | 'role' | 'link' | 'unlink';
type Impossible = (typeof impossible)[number]['what'];

const wordSchema = z.enum([
  'help',
  'connect',
  'settings',
  'rules',
  'disconnect',
  'status',
  'list',
  'requests',
  'approvals',
  'history',
]);

/** Begins with the word of a subcommand, which takes nothing that follows. */
const subcommand = /^(?:help|connect|settings|rules|disconnect|list|requests|approvals|history)\s/i;

/** Begins with the word of a subcommand about somebody. */
const aboutSomebody = /^(status|role|link|unlink)(?=\s|$)/i;

/** The word that the others do without. */
const inviteWord = /^invite(?=\s|$)/i;

const impossible = [
  { what: 'remove', verb: /^(?:remove|delete|kick|deactivate)(?=\s|$)/i },
  { what: 'take_back', verb: /^(?:undo|revoke|uninvite|withdraw)(?=\s|$)/i },
  { what: 'resend', verb: /^(?:resend|reinvite|remind)(?=\s|$)/i },
] as const;

/**
 * Parses the text after `/piper-invite`. Slack sends mentions as `<@U123|name>`, rewrites addresses to
 * `<mailto:ada@example.com|ada@example.com>`, and escapes `&`, `<` and `>`.
 * https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling
 */
export function parseCommandText(slackText: string): CommandIntent {
  const text = plain(slackText).trim().replace(inviteWord, '').trim();
  if (text === '') return { kind: 'form', people: [], leftovers: [] };
  if (text === '?') return { kind: 'help' };
  const word = wordSchema.safeParse(text.toLowerCase());
  if (word.success) return { kind: word.data };

  const personCommand = parsePersonCommand(text) ?? parseLinkCommand(text) ?? parseCheck(text);
  if (personCommand) return personCommand;
  const [of] = aboutSomebody.exec(text) ?? [];
  if (of !== undefined) {
    const words = text.slice(of.length).trim();
    return {
      kind: 'incomplete',
      of: of.toLowerCase() as Incomplete,
      words: words === '' ? [] : [words],
    };
  }
  const what = impossible.find(({ verb }) => verb.test(text))?.what;
  if (what) return { kind: 'impossible', what };
  return subcommand.test(text) ? { kind: 'not_understood', words: [text] } : parseInvites(text);
}

/** People, perhaps with a role. */
function parseInvites(
  text: string,
): Extract<CommandIntent, { kind: 'form' | 'maybe_role' | 'invite' | 'not_understood' }> {
  const [names, role] = splitRole(text);
  const { people, leftovers } = parsePeople(names);
  const [only = ''] = leftovers;
  if (people.length + leftovers.length === 0) return { kind: 'not_understood', words: [text] };
  if (leftovers.length === 0) {
    return role === undefined
      ? { kind: 'form', people, leftovers }
      : { kind: 'invite', people, role };
  }
  if (!text.includes('@')) return { kind: 'not_understood', words: leftovers };
  const isLast = leftovers.length === 1 && names.endsWith(only);
  if (people.length > 0 && role === undefined && isLast && !only.includes('@')) {
    return { kind: 'maybe_role', people, role: unquoted(only) };
  }
  // A role in between was meant for some of them only.
  const isForAll = !leftovers.some((piece) => /^as\s/i.test(piece));
  return { kind: 'form', people, leftovers, ...(role !== undefined && isForAll && { role }) };
}

/** The role follows the first "as" after the last person, since the name of a person may contain an "as". */
function splitRole(text: string): [names: string, role: string | undefined] {
  const lastPerson = text.lastIndexOf('@');
  const match = lastPerson < 0 ? null : /\sas(?=\s|$)/i.exec(text.slice(lastPerson + 1));
  if (!match) return [text, undefined];
  const at = lastPerson + 1 + match.index;
  const role = unquoted(text.slice(at + match[0].length));
  return [text.slice(0, at).trimEnd(), role === '' ? undefined : role];
}

/** `status WHO` and `role WHO ROLE`; undefined for anything else. */
function parsePersonCommand(text: string): CommandIntent | undefined {
  const match = /^(status|role)\s/i.exec(text);
  if (!match) return undefined;
  const [whole, verb = ''] = match;
  const rest = text.slice(whole.length);
  if (verb.toLowerCase() === 'status') {
    const who = parseOne(rest);
    return who && { kind: 'status_of', who };
  }
  // The role follows the first word with an "@", perhaps after an "as".
  const [person = ''] = /^[^@]*@\S*/.exec(rest) ?? [];
  const who = parseOne(person);
  if (!who) return undefined;
  const role = unquoted(rest.slice(person.length).trim().replace(/^as\s/i, ''));
  return role === '' ? { kind: 'role', who } : { kind: 'role', who, role };
}

/** `link WHO ADDRESS`, `link WHO`, `link ADDRESS` and `unlink WHO`; undefined for anything else. */
function parseLinkCommand(text: string): CommandIntent | undefined {
  const match = /^(link|unlink)\s/i.exec(text);
  if (!match) return undefined;
  const [whole, verb = ''] = match;
  const { people, leftovers } = parsePeople(text.slice(whole.length));
  const [userId, ...otherIds] = people.flatMap((ref) =>
    ref.kind === 'mention' ? [ref.userId] : [],
  );
  const [address, ...others] = people.flatMap((ref) =>
    ref.kind === 'address' ? [ref.address] : [],
  );
  if (leftovers.length + otherIds.length + others.length > 0) return undefined;
  if (verb.toLowerCase() === 'unlink') {
    return userId && address === undefined ? { kind: 'unlink', userId } : undefined;
  }
  if (userId) return address ? { kind: 'link', userId, address } : { kind: 'show_link', userId };
  return address ? { kind: 'ask_for_link', address } : undefined;
}

/** `check PEOPLE as ROLE`, where somebody in front of others would send their invites; undefined for anything else. */
function parseCheck(text: string): CommandIntent | undefined {
  const [word] = /^check(?=\s|$)/i.exec(text) ?? [];
  if (word === undefined) return undefined;
  const rest = text.slice(word.length).trim();
  if (rest === '') return { kind: 'check', people: [], leftovers: [] };
  const invites = parseInvites(rest);
  if (invites.kind === 'not_understood') return { kind: 'not_understood', words: [text] };
  const { people, role } = invites;
  const leftovers = invites.kind === 'form' ? invites.leftovers : [];
  const [first, ...others] = people;
  const isByFirst = first?.kind === 'mention' && others.length + leftovers.length > 0;
  return {
    kind: 'check',
    ...(isByFirst && { by: first.userId }),
    people: isByFirst ? others : people,
    leftovers,
    ...(role !== undefined && { role }),
  };
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
