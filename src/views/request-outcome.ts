import type { BatchReport } from '../domain/invitation.ts';
import { became, confirmation } from '../text/index.ts';
import { countsOf, resultOf, resultsOf } from './invite-confirmation.ts';

/** How many people a message about a request names. */
export const named = 10;

type Entry = BatchReport['entries'][number];

/** What became of each, by address, where they are so few that a message names all of them. */
export function fatesIn({ entries }: BatchReport): ReadonlyMap<string, string> {
  return new Map(
    entries.length > 1 && entries.length <= named
      ? entries.map((entry) => [entry.invitee.address, fateOf(entry)])
      : [],
  );
}

/** What became of the invites of an approved request, besides `fatesIn`. Why one failed is for the inviter alone. */
export function outcomeWords(report: BatchReport): string[] {
  const { batch, entries } = report;
  const [only] = entries;
  const hasFailed = entries.some(({ state: { kind } }) => kind === 'failed' || kind === 'unknown');
  return [
    ...(only && entries.length === 1 ? [became.alone(fateOf(only))] : []),
    ...(entries.length > named ? [countsIn(report).join(' · ')] : []),
    ...(hasFailed ? [became.toldWhy(batch.inviterId)] : []),
  ];
}

/** What became of one invite, for the middle of a sentence. */
export function fateOf({
  invitee,
  role,
  state,
}: Pick<Entry, 'invitee' | 'role' | 'state'>): string {
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
