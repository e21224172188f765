import type { PiperPages } from '../domain/piper-pages.ts';
import { isSource, type OptionalFeature, optionalFeatureScopes, type Source } from '../ids.ts';
import { bold, escapeText, mention } from './mrkdwn.ts';
import { piperPages } from './piper-pages.ts';
import { capitalize, joinWords, quoteWords } from './words.ts';

const sourceWords = {
  userGroups: 'a user group',
  channels: 'a channel',
  file: 'a file',
} as const satisfies Record<Source, string>;

/** What somebody can do with the command, one line each with an example. */
const ways = {
  invite: (command: string) =>
    `\`${command} ada@example.com as Editor\` invites at once; \`${command}\` opens the form.`,
  shortcuts: () => 'The shortcut *Invite to Piper*, also in the menu of a message, opens the form.',
  ask: (command: string) =>
    `\`${command} ada@example.com as Editor\` asks for an invite; \`${command}\` opens the form.`,
  look: (command: string) =>
    `\`${command} list\` says who is pending, \`${command} status ada@example.com\` what became of an invite.`,
  check: (command: string) =>
    `\`${command} check ada@example.com as Editor\` says whether you may invite somebody, and why. Nothing is sent.`,
  requests: (command: string) =>
    `\`${command} requests\` says what waits for approval: what you asked for, and what you may decide.`,
  history: (command: string) =>
    `\`${command} history\` looks up who was invited, by whom, and what became of it.`,
  changeRoles: (command: string) =>
    `\`${command} role ada@example.com Editor\` changes a member's role.`,
  status: (command: string) =>
    `\`${command} status\` says how this workspace is connected, and what you may do.`,
  askForLink: (command: string) =>
    `\`${command} link grace@example.com\` asks to be linked to that member of the organization, where your addresses differ.`,
  link: (command: string) =>
    `\`${command} link @grace grace@example.com\` says who somebody is in Piper, where their addresses differ.`,
  connect: (command: string) =>
    `\`${command} connect\` connects this workspace, or renews its platform token; \`${command} disconnect\` ends the connection.`,
  settings: (command: string) =>
    `\`${command} settings\`, \`${command} rules\` and \`${command} approvals\` change who may invite whom, who may ask, and who decides.`,
} as const satisfies Record<string, (command: string) => string>;

export type Way = keyof typeof ways;

/** What `/piper-invite help` says, and the answers to what is nearly a command. */
export const help = {
  intro: (organization?: string) =>
    `Invite people to ${organization ? bold(organization) : 'your Piper organization'} from here.`,
  ways: (which: readonly Way[], command: string) =>
    which.map((way) => `• ${ways[way](command)}`).join('\n'),
  notUnderstood: (words: readonly string[]) =>
    `I didn't understand ${escapeText(quoteWords(words))}. Nobody was invited.`,
  example: (command: string) =>
    `Type \`${command} ada@example.com as Editor\` to invite somebody, or \`${command} help\` for all that you can do.`,
  /** Whom a subcommand is about is missing, or can't be told from these words. */
  incomplete: (
    of: 'status' | 'role' | 'link' | 'unlink',
    words: readonly string[],
    command: string,
  ) =>
    [
      ...(words.length > 0
        ? [`I can't tell whom you mean by ${escapeText(quoteWords(words))}.`]
        : []),
      examples[of](command),
    ].join(' '),
  impossible: (what: keyof typeof impossible, pages?: PiperPages) =>
    `Piper has no way to ${impossible[what]} from here, so nothing was changed. An admin of the organization can look in Piper${pages ? `, on ${piperPages.members(pages)}` : ''}.`,
  /** What the product could do with more scopes, and how to grant them. */
  missing: (optionalFeatures: readonly OptionalFeature[]) => {
    const sources = optionalFeatures.filter(isSource).map((source) => sourceWords[source]);
    const form =
      sources.length > 0
        ? [`the form can also invite everybody in ${joinWords(sources, 'or')}`]
        : [];
    const results = optionalFeatures.includes('results')
      ? ['I can send you the results of many invites, the history and the record as CSV files']
      : [];
    const abilities = capitalize([...form, ...results].join(', and '));
    const scopes = optionalFeatures.flatMap((feature) =>
      optionalFeatureScopes[feature].map((scope) => `\`${scope}\``),
    );
    return `${abilities}: whoever runs the app can give it ${joinWords(scopes)} in Slack (OAuth &amp; Permissions) and install it again.`;
  },
  notConnected: (command: string) =>
    `This workspace isn't connected to Piper yet. A workspace admin can connect it with \`${command} connect\`.`,
  /** Where to ask; `helper` is the Slack user ID of whoever connected the workspace. */
  more: (helper?: string) =>
    `Questions about the app go to ${helper ? `${mention(helper)}, who connected it` : 'a workspace admin'}, questions about Piper to <https://docs.letpiper.com|its documentation>.`,
  invitePlain: 'Invite people',
  askPlain: 'Ask to invite',
  listPlain: 'Who is pending',
  statusPlain: 'Status',
  settingsPlain: 'Settings',
  connectPlain: 'Connect',
  helpPlain: 'Help',
} as const;

const examples = {
  status: (command: string) =>
    `Name one person, such as \`${command} status ada@example.com\` or \`${command} status @grace\`.`,
  role: (command: string) =>
    `Name one person and a role, such as \`${command} role ada@example.com Editor\`. Without the role, a form asks for it.`,
  link: (command: string) =>
    `Name somebody and their address in Piper, such as \`${command} link @grace grace@example.com\`, or your own address alone to be linked.`,
  unlink: (command: string) => `Name whose link should end, such as \`${command} unlink @grace\`.`,
} as const;

const impossible = {
  remove: 'remove somebody',
  take_back: 'take an invite back',
  resend: 'send an invite once more',
} as const;
