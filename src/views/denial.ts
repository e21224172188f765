import type { WhoMayInvite } from '../domain/connection.ts';
import type { Refusal } from '../domain/policy.ts';
import { refusal } from '../text/index.ts';
import { type Message, sentences } from './message.ts';

/** Tells somebody that they may not invite, why, and who can. */
export const refusalMessage = (reason: Refusal, inviters: WhoMayInvite): Message =>
  sentences([refusal(reason, inviters)]);
