import type { WhoMayInvite } from '../domain/connection.ts';
import { isSource, type OptionalFeature, optionalFeatureScopes, type Source } from '../ids.ts';
import { escapeText } from './mrkdwn.ts';
import { capitalize, inviterWords, joinWords, quoteWords } from './words.ts';

const sourceWords = {
  userGroups: 'a user group',
  channels: 'a channel',
  file: 'a file',
} as const satisfies Record<Source, string>;

/** What `/piper-invite help` says. */
export const help = {
  intro: 'Invite people to your Piper organization from here.',
  notUnderstood: (words: readonly string[]) =>
    `I didn't understand ${escapeText(quoteWords(words))}. Nobody was invited.`,
  usage: (command: string) =>
    [
      `\`${command}\` opens the form.`,
      `\`${command} ada@example.com, @grace\` opens it with these people filled in.`,
      `\`${command} ada@example.com as Editor\` invites at once.`,
      `\`${command} status\` says how this workspace is connected to Piper, and what you may do.`,
      `\`${command} status ada@example.com\` says what became of an invite, \`${command} list\` who is pending.`,
      `\`${command} check ada@example.com as Editor\` says whether you may invite somebody, and why; nothing is sent.`,
      `\`${command} requests\` lists what waits for approval: yours, and what you may decide.`,
      `\`${command} role ada@example.com Editor\` changes a member's role.`,
      `\`${command} link @grace grace@example.com\` says who somebody is in Piper, where their addresses differ; \`${command} link grace@example.com\` asks for it.`,
      `\`${command} connect\`, \`${command} settings\`, \`${command} rules\`, \`${command} approvals\` and \`${command} disconnect\` are for workspace admins: to connect it, to change who may invite whom, who may ask and who decides, and to end the connection.`,
      `\`${command} help\` shows this.`,
    ]
      .map((line) => `• ${line}`)
      .join('\n'),
  /** What the product could do with more scopes, and how to grant them. */
  missing: (optionalFeatures: readonly OptionalFeature[]) => {
    const sources = optionalFeatures.filter(isSource).map((source) => sourceWords[source]);
    const form =
      sources.length > 0
        ? [`the form can also invite everybody in ${joinWords(sources, 'or')}`]
        : [];
    const results = optionalFeatures.includes('results')
      ? ['I can send you a CSV file that says how each of many invites went']
      : [];
    const abilities = capitalize([...form, ...results].join(', and '));
    const scopes = optionalFeatures.flatMap((feature) =>
      optionalFeatureScopes[feature].map((scope) => `\`${scope}\``),
    );
    return `${abilities}: whoever runs the app gives it ${joinWords(scopes)} in Slack (OAuth &amp; Permissions) and installs it again.`;
  },
  who: (inviters: WhoMayInvite) => `${capitalize(inviterWords(inviters))} can invite.`,
  notConnected: (command: string) =>
    `This workspace isn't connected to Piper yet. A workspace admin can connect it with \`${command} connect\`.`,
  more: 'Questions about the app go to a workspace admin, questions about Piper to <https://docs.letpiper.com|its documentation>.',
} as const;
