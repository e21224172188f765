import type { Refusal } from '../domain/policy.ts';
import { refusal } from '../text.ts';
import { type Message, sentences } from './message.ts';

/** Tells somebody that they may not invite, why, and who can (`inviters`, Slack user IDs). */
export const refusalMessage = (reason: Refusal, inviters: readonly string[]): Message =>
  sentences([refusal(reason, inviters)]);
