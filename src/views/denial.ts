import type { Connection, WhoMayInvite } from '../domain/connection.ts';
import type { DenialReason } from '../domain/policy.ts';
import { denial, roleDenial } from '../text/index.ts';
import { type Message, textMessage } from './message.ts';

/** Why somebody may not invite, and who can. */
export const denialMessage = (reason: DenialReason, inviters: WhoMayInvite): Message =>
  textMessage([denial(reason, inviters)]);

/** Why somebody may not change roles, and who can. */
export const roleDenialMessage = (
  reason: DenialReason,
  inviteAdmins: readonly string[],
  connection: Pick<Connection, 'settings' | 'scope'>,
): Message => textMessage([roleDenial(reason, inviteAdmins, connection)]);
