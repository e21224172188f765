import type { Connection } from '../domain/connection.ts';
import type { DenialReason } from '../domain/policy.ts';
import { denial, roleDenial } from '../text/index.ts';
import { type Message, textMessage } from './message.ts';

/** Why somebody may not invite, or look up invites, and who can. */
export const denialMessage = (...why: Parameters<typeof denial>): Message =>
  textMessage([denial(...why)]);

/** Why somebody may not change roles, and who can. */
export const roleDenialMessage = (
  reason: DenialReason,
  inviteAdmins: readonly string[],
  connection: Pick<Connection, 'settings' | 'scope'>,
  helper?: string,
): Message => textMessage([roleDenial(reason, inviteAdmins, connection, helper)]);
