import type { BatchReport } from '../domain/invitation.ts';
import { outcome } from '../text/index.ts';
import { resultsOf } from './invite-confirmation.ts';
import { type Message, textMessage } from './message.ts';

/** For whoever invited, alone: in which channel the confirmation is, or that it is a direct message. Undefined when nobody was invited. */
export function confirmedElsewhere(
  report: BatchReport,
  channel: string | undefined,
): Message | undefined {
  const invited = resultsOf(report, 'invited');
  return invited.length > 0 ? textMessage([outcome.elsewhere(invited, channel)]) : undefined;
}
