import { type HistoryEntry, historyStateOf } from '../domain/history.ts';
import type { Seen } from '../domain/invitation.ts';
import type { Organization } from '../domain/organization.ts';
import type { CsvRow } from '../formats/write-csv.ts';
import { history, resultFile, historyFile as text } from '../text/index.ts';
import { resultOf } from './invite-confirmation.ts';
import { type Message, textMessage } from './message.ts';

type Part = Parameters<typeof text.above>[1];

/** CSV files with invites that were searched for, whose cells the invite form reads as they were; `at` in epoch milliseconds. */
export const historyFile = ({ name }: Organization, at: number) => ({
  headings: text.columnsPlain,
  rowOf,
  name: (part: Part): string => text.namePlain(at, part),
  title: (part: Part): string => text.titlePlain(name, part),
});

/** Above such a file. */
export const historyAbove = ({ name }: Organization, part: Part): Message =>
  textMessage([text.above(name, part)]);

/** For whoever did not get all of them. */
export const historyEnded = (
  workspace: string,
  { name }: Organization,
  why: Parameters<typeof text.ended>[2],
  rows: number,
): Message => textMessage([text.ended(workspace, name, why, rows)]);

/** What came of asking for them. */
export const historyAnswer = ({ name }: Organization, answer: 'started' | 'busy'): Message =>
  textMessage([text.answer(name, answer)]);

/** For whoever asks for them where files can't be sent. */
export const historyNotGranted = (workspace: string): Message =>
  textMessage([text.notGranted(workspace)]);

function rowOf(entry: HistoryEntry): CsvRow {
  const { invitee, role, state, at, inviterId, workspace, roleChange, reference = '' } = entry;
  const result = 'member' in state ? resultOf(invitee, state) : undefined;
  const { joinedAt, removedAt }: Seen = state.kind === 'invited' ? state : {};
  return [
    invitee.address,
    role.name,
    invitee.name ?? '',
    history.states[historyStateOf(state)],
    result ? resultFile.statusPlain(result.status) : '',
    new Date(at).toISOString(),
    inviterId,
    workspace.teamId,
    timeOf(joinedAt),
    timeOf(removedAt),
    roleChange?.roleName ?? result?.roleName ?? '',
    resultFile.whyPlain(state),
    reference,
  ];
}

/** In UTC. */
const timeOf = (at: number | undefined): string =>
  at === undefined ? '' : new Date(at).toISOString();
