import type { WhoMayInvite } from '../domain/connection.ts';
import type { PiperPages } from '../domain/piper-pages.ts';
import { type DenialReason, isOfFullMember } from '../domain/policy.ts';
import { actions, commands, type OptionalFeature } from '../ids.ts';
import { denial, help, piperPages, type Way } from '../text/index.ts';
import { button, type Message, textMessage, withButtons } from './message.ts';

/** What somebody may do where a workspace is connected. */
export type Abilities = {
  /** `denied` may do nothing here, or no more than any full member. */
  toInvite: 'at_once' | 'asking' | { denied: DenialReason };
  changesRoles: boolean;
  connects: boolean;
  /** Whether the connection can be changed from Slack. */
  isFixed: boolean;
  /** Whether anybody can ask for approval. */
  isAskable: boolean;
};

/** Who asks for help: `unknown` where that takes too long to find out. */
export type Helped =
  | {
      kind: 'connected';
      organization: string;
      /** Slack user ID of whoever connected the workspace, for everybody else. */
      helper?: string | undefined;
      inviters: WhoMayInvite;
      pages?: PiperPages | undefined;
      abilities: Abilities;
    }
  | { kind: 'not_connected'; connects: boolean }
  | { kind: 'unknown' };

/** What somebody can do, where to ask, and buttons for what they do most. */
export function helpMessage(
  helped: Helped,
  /** Features whose scopes the installation lacks, for those who can have that changed. */
  missing: readonly OptionalFeature[] = [],
): Message {
  const ways = waysOf(helped);
  const connects = connectsOf(helped);
  const message = textMessage([
    ...openingOf(helped),
    ...(ways.length > 0 ? [help.ways(ways, commands.invite)] : []),
    ...(connects && missing.length > 0 ? [help.missing(missing)] : []),
    ...(helped.kind === 'connected' && isMember(helped.abilities) && helped.pages
      ? [piperPages.all(helped.pages)]
      : []),
    help.more(helped.kind === 'connected' ? helped.helper : undefined),
  ]);
  return withButtons(message, commandButtons(buttonsOf(helped)));
}

/** The answer to text that is no command. */
export const notUnderstoodMessage = (words: readonly string[]): Message =>
  withButtons(
    textMessage([help.notUnderstood(words), help.example(commands.invite)]),
    commandButtons([['help', help.helpPlain]]),
  );

/** The answer to a subcommand about somebody, who is missing or can't be told from these words. */
export const incompleteMessage = (...about: Parameters<typeof incomplete>): Message =>
  textMessage([incomplete(...about)]);
const incomplete = (of: Parameters<typeof help.incomplete>[0], words: readonly string[]) =>
  help.incomplete(of, words, commands.invite);

/** The answer to a wish that Piper has no way to fulfil. */
export const impossibleMessage = (...about: Parameters<typeof help.impossible>): Message =>
  textMessage([help.impossible(...about)]);

function openingOf(helped: Helped): string[] {
  switch (helped.kind) {
    case 'connected': {
      const { organization, inviters, abilities } = helped;
      const { toInvite } = abilities;
      return typeof toInvite === 'object'
        ? [denial(toInvite.denied, inviters)]
        : [help.intro(organization)];
    }
    case 'not_connected':
      return [help.notConnected(commands.invite)];
    case 'unknown':
      return [help.intro()];
  }
}

function waysOf(helped: Helped): Way[] {
  if (helped.kind === 'not_connected') return helped.connects ? ['connect'] : [];
  if (helped.kind === 'unknown')
    return ['invite', 'shortcuts', 'look', 'history', 'check', 'requests', 'status'];
  const { toInvite, changesRoles, connects, isFixed, isAskable } = helped.abilities;
  const isFull = isMember(helped.abilities);
  const invites = {
    at_once: ['invite', 'shortcuts', 'look'],
    asking: ['ask', 'shortcuts'],
  } as const;
  return [
    ...(typeof toInvite === 'object' ? [] : invites[toInvite]),
    ...(toInvite === 'at_once' || connects ? (['history'] as const) : []),
    ...(isFull ? (['check'] as const) : []),
    ...(isFull && isAskable ? (['requests'] as const) : []),
    ...(changesRoles ? (['changeRoles'] as const) : []),
    ...(isFull ? (['status'] as const) : []),
    ...(connects ? (['link'] as const) : []),
    ...(connects && !isFixed ? (['settings', 'connect'] as const) : []),
    ...(isFull && !connects ? (['askForLink'] as const) : []),
  ];
}

/** A full member of the workspace, who may look whatever else they may. */
const isMember = ({ toInvite }: Abilities): boolean =>
  typeof toInvite !== 'object' || isOfFullMember(toInvite.denied);

const connectsOf = (helped: Helped): boolean =>
  helped.kind === 'connected' ? helped.abilities.connects : helped.kind === 'not_connected';

/** Commands, and what their buttons say. */
function buttonsOf(helped: Helped): [command: string, label: string][] {
  if (helped.kind === 'unknown') return [];
  if (helped.kind === 'not_connected') {
    return helped.connects ? [['connect', help.connectPlain]] : [];
  }
  const { toInvite, connects, isFixed } = helped.abilities;
  return [
    ...(toInvite === 'at_once' ? inviterButtons : []),
    ...(toInvite === 'asking' ? [['invite', help.askPlain] as [string, string]] : []),
    ...(connects && !isFixed ? [['settings', help.settingsPlain] as [string, string]] : []),
  ];
}

const inviterButtons: [command: string, label: string][] = [
  ['invite', help.invitePlain],
  ['list', help.listPlain],
  ['status', help.statusPlain],
];

/** What somebody does first in a workspace that they have just connected. */
export const withFirstSteps = (message: Message): Message =>
  withButtons(
    message,
    commandButtons([
      ['invite', help.invitePlain],
      ['settings', help.settingsPlain],
    ]),
  );

const commandButtons = (labelled: readonly (readonly [string, string])[]) =>
  labelled.map(([value, label], at) => ({ ...button(`${actions.suggestion}${at}`, label), value }));
