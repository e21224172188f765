import type { Reach } from '../domain/policy.ts';
import { bold, dateTime, mention } from './mrkdwn.ts';
import { days } from './words.ts';

/** A platform token that Piper no longer accepts, or soon won't, and who can renew it. */
export const renewing = {
  /** The token was revoked or has expired, or it has lost a permission. */
  rejected: (organization: string) =>
    `Piper no longer lets this workspace's platform token invite people to ${bold(organization)}.`,
  youCanRenew: 'You can renew it with a new token that may read and add members.',
  whoCanRenew: (connectedBy: string, reach: Reach) =>
    `${mention(connectedBy)} connected the workspace and can renew it; so can ${reach === 'enterprise' ? 'an admin of your Slack organization' : 'a workspace admin'}.`,
  expiring: (organization: string, expiresAt: number, daysLeft: number) =>
    `The platform token that connects this workspace to ${bold(organization)} expires within ${days(daysLeft)}, on ${dateTime(expiresAt)}. After that nobody can invite from Slack until it is renewed.`,
  renewButtonPlain: 'Renew the token',
} as const;
