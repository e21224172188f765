import type { BatchReport } from '../domain/invitation.ts';
import { batchButtons } from '../text/index.ts';
import { canTellAll, inviteProblems } from './invite-problems.ts';
import { type Message, sentences } from './message.ts';

/** In the place of what did not work: the same without its buttons, and that it is being sent again. */
export function retriedMessage(report: BatchReport, count: number): Message {
  const file = canTellAll(report) ? undefined : 'said_before';
  const problems = inviteProblems(report, file) ?? { text: '', blocks: [] };
  const retried = sentences([batchButtons.retried(count)]);
  return {
    text: [problems.text, retried.text].filter(Boolean).join('\n'),
    blocks: [...problems.blocks.filter(({ type }) => type !== 'actions'), ...retried.blocks],
  };
}
