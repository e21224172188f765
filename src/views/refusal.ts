import { refusal, trouble } from '../text.ts';
import type { Authorization } from '../usecases/authorize-inviter.ts';
import { type Message, sentences } from './message.ts';

/** Tells somebody that they may not invite, why, and who can. */
export function refusalMessage(
  reason: Extract<Authorization, { allowed: false }>['reason'],
  inviters: readonly string[],
): Message {
  return sentences([reason === 'unavailable' ? trouble.inviterUnknown : refusal(reason, inviters)]);
}
