import type { WhoMayInvite } from '../domain/connection.ts';
import { escapeText } from '../mrkdwn.ts';
import { capital, inviterWords, quoteWords } from './words.ts';

/** What `/piper-invite help` says. */
export const help = {
  intro: 'Add people to your Piper organization from here.',
  notUnderstood: (words: readonly string[]) =>
    `I didn't understand ${escapeText(quoteWords(words))}. Nobody was invited.`,
  usage: (command: string) =>
    [
      `\`${command}\` opens the form.`,
      `\`${command} ada@example.com, @grace\` opens it with these people filled in.`,
      `\`${command} ada@example.com as Editor\` invites at once.`,
      `\`${command} status\` says how this workspace is connected to Piper, and what you may do.`,
      `\`${command} status ada@example.com\` says what became of an invite, \`${command} list\` who is pending.`,
      `\`${command} role ada@example.com Editor\` changes a member's role.`,
      `\`${command} connect\`, \`${command} settings\` and \`${command} disconnect\` are for those who look after it.`,
      `\`${command} help\` shows this.`,
    ]
      .map((line) => `• ${line}`)
      .join('\n'),
  who: (inviters: WhoMayInvite) => `${capital(inviterWords(inviters))} can invite.`,
  notConnected: (command: string) =>
    `This workspace isn't connected to Piper yet: an admin types \`${command} connect\`.`,
  more: 'Questions about the app go to a workspace admin, questions about Piper to <https://docs.letpiper.com|its documentation>.',
} as const;
