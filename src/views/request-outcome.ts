import type { BatchReport } from '../domain/invitation.ts';
import { became, confirmation } from '../text/index.ts';
import { countsOf, resultOf, resultsOf } from './invite-confirmation.ts';

/** How many people a message about a request names. */
export const named = 10;

type Entry = BatchReport['entries'][number];

/** What became of the invites of an approved request: of each, or of many how many. Why one failed is for the inviter alone. */
export function outcomeWords(report: BatchReport): string[] {
  const { batch, entries } = report;
  const [only] = entries;
  const lines =
    only && entries.length === 1
      ? [became.alone(wordsOf(only))]
      : entries.map((entry) => became.line(entry.invitee, wordsOf(entry)));
  const hasFailed = entries.some(({ state: { kind } }) => kind === 'failed' || kind === 'unknown');
  return [
    lines.length <= named ? lines.join('\n') : countsIn(report).join(' · '),
    ...(hasFailed ? [became.toldWhy(batch.inviterId)] : []),
  ];
}

function wordsOf({ invitee, role, state }: Entry): string {
  switch (state.kind) {
    case 'invited':
      return became.invited(resultOf(invitee, state), role.name);
    case 'already_member':
      return became.already(resultOf(invitee, state));
    case 'cancelled':
      return became.cancelled(state.by);
    default:
      return became[state.kind];
  }
}

function countsIn(report: BatchReport): string[] {
  const waiting = report.entries.filter(({ state }) => state.kind === 'waiting').length;
  return [
    ...confirmation.statuses(resultsOf(report, 'invited')),
    ...confirmation.counts(countsOf(report)),
    ...(waiting > 0 ? [became.waitingCount(waiting)] : []),
  ];
}
