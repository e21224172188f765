import type { Reach } from './policy.ts';

/** What somebody can do about a platform token that Piper refused. */
export type TokenRemedy =
  /** Piper accepts it again, or there is a new one. */
  | { kind: 'accepted' }
  /** They may renew it. */
  | { kind: 'renew'; isConnector: boolean }
  /** Whoever connected the workspace (a Slack user ID, and the name shown in Slack) may renew it, and can be asked. */
  | { kind: 'ask'; connectedBy: string; name?: string; reach: Reach }
  /** Whoever connected the workspace may not any more. `inviteAdmins` are Slack user IDs. */
  | { kind: 'admins'; inviteAdmins: readonly string[]; reach: Reach }
  /** It comes from the process's configuration, so it is not known whether Piper accepts it by now. */
  | { kind: 'operator' };

/** Whether every invite fails until somebody has done something. */
export const isStillRefused = ({ kind }: TokenRemedy): boolean =>
  kind !== 'accepted' && kind !== 'operator';
