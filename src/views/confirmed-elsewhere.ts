import type { BatchReport } from '../domain/invitation.ts';
import { outcome } from '../text/index.ts';
import { resultsOf } from './invite-confirmation.ts';
import { type Message, textMessage } from './message.ts';

/** For whoever invited, alone: where the confirmation is. Undefined when nobody was invited. */
export function confirmedElsewhere(report: BatchReport, channel: string): Message | undefined {
  const invited = resultsOf(report, 'invited');
  return invited.length > 0 ? textMessage([outcome.elsewhere(invited, channel)]) : undefined;
}
