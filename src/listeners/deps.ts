import type { Logger } from 'pino';
import type { Messenger } from '../slack/messenger.ts';
import type { AuthorizeInviter } from '../usecases/authorize-inviter.ts';
import type { createInviteMembers } from '../usecases/invite-members.ts';
import type { PiperOrganization } from '../usecases/ports.ts';
import type { createPrepareInvitation } from '../usecases/prepare-invitation.ts';

/** What the listeners are given by the composition root. */
export type ListenerDeps = {
  piper: PiperOrganization;
  /** Slack user IDs that may invite besides admins and owners. */
  inviters: readonly string[];
  inviterPolicy: AuthorizeInviter;
  prepareInvitation: ReturnType<typeof createPrepareInvitation>;
  inviteMembers: ReturnType<typeof createInviteMembers>;
  messenger: Messenger;
  /** Epoch milliseconds. */
  now: () => number;
  log: Logger;
};
