import type { Reach } from '../domain/policy.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { sentence } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { bold, dateTime, mention } from './mrkdwn.ts';
import { admins, capitalize, days, invites, joinWords, mentions } from './words.ts';

/** A platform token that Piper no longer accepts, or soon won't, and who can renew it. */
export const renewing = {
  /** The token was revoked or has expired, or it has lost a permission. */
  rejected: (organization: string) =>
    `Piper no longer lets this workspace's platform token invite people to ${bold(organization)}.`,
  yoursToRenew:
    'You connected this workspace and can renew its token with one that may read and add members.',
  youCanRenew: 'You can renew it with a new token that may read and add members.',
  whoCanRenew: (connectedBy: string, reach: Reach) =>
    `${mention(connectedBy)} connected the workspace and can renew it; so can ${reach === 'enterprise' ? 'an admin of your Slack organization' : 'a workspace admin'}.`,
  expiring: (organization: string, expiresAt: number, daysLeft: number) =>
    `The platform token that connects this workspace to ${bold(organization)} expires within ${days(daysLeft)}, on ${dateTime(expiresAt)}. After that nobody can invite from Slack until it is renewed.`,
  /** What the person who reads it can do about a token that Piper refused. */
  remedy: (remedy: TokenRemedy): string => {
    switch (remedy.kind) {
      case 'accepted':
        return "Piper accepts this workspace's platform token again, so nobody was asked.";
      case 'renew':
        return remedy.isConnector ? renewing.yoursToRenew : renewing.youCanRenew;
      case 'ask':
        return renewing.whoCanRenew(remedy.connectedBy, remedy.reach);
      case 'admins':
        return remedy.reach === 'enterprise'
          ? `${capitalize(joinWords(['an admin of your Slack organization', ...mentions(remedy.inviteAdmins)], 'or'))} can renew it. Ask one of them.`
          : `A ${admins(remedy.inviteAdmins)} can renew it. Ask one of them.`;
      case 'operator':
        return 'Whoever runs piper-invite can give it a new one. Try again after that.';
    }
  },
  /** After a failed invite. */
  refused: (remedy: TokenRemedy): string =>
    remedy.kind === 'accepted'
      ? "Piper refused this workspace's platform token then, and accepts it now. Try again."
      : `Piper no longer accepts this workspace's platform token. ${renewing.remedy(remedy)}`,
  /** After an invite that Piper forbids with a token that it takes for others. */
  inDoubt: (remedy: TokenRemedy): string =>
    `Piper doesn't allow that. The reason may be the platform token. ${renewing.remedy(remedy)}`,
  askPlain: (name: string | undefined) =>
    name === undefined ? 'Ask for a new token' : `Ask @${shorten(name, sentence.characters)}`,
  wanted: (by: string, organization: string, waiting: number) =>
    `${mention(by)} asks you to renew the platform token for ${bold(organization)}${waiting === 0 ? '' : `; ${invites(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for it`}.`,
  asked: (connectedBy: string, isInDoubt: boolean) =>
    `I've asked ${mention(connectedBy)} to renew the platform token. ${whatThen(isInDoubt)}`,
  askedBefore: (connectedBy: string, at: number, isInDoubt: boolean) =>
    `${mention(connectedBy)} was asked ${dateTime(at)} already, so I haven't asked again. ${whatThen(isInDoubt)}`,
  notReached: (connectedBy: string) =>
    `Slack doesn't take my message to ${mention(connectedBy)}, so nobody was asked.`,
  renewButtonPlain: 'Renew the token',
} as const;

const whatThen = (isInDoubt: boolean): string =>
  isInDoubt
    ? 'Try again once there is a new token.'
    : 'Once Piper accepts the token, everybody whose invites failed hears from me.';
