import type { WhoMayInvite } from '../domain/connection.ts';
import type { DenialReason } from '../domain/policy.ts';
import { denial } from '../text/index.ts';
import { type Message, textMessage } from './message.ts';

/** Why somebody may not invite, and who can. */
export const denialMessage = (reason: DenialReason, inviters: WhoMayInvite): Message =>
  textMessage([denial(reason, inviters)]);
