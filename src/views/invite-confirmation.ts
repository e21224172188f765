import {
  type BatchReport,
  type InvitationState,
  type Invitee,
  isEnded,
  type Seen,
} from '../domain/invitation.ts';
import type { Member } from '../domain/organization.ts';
import { actions } from '../ids.ts';
import { batch as limits } from '../limits.ts';
import { confirmation, type PersonResult, preview } from '../text/index.ts';
import { quote } from '../text/mrkdwn.ts';
import { cancelButton } from './batch-buttons.ts';
import {
  type Button,
  button,
  context,
  type Message,
  row,
  section,
  sections,
  withButtons,
} from './message.ts';

/** Whether the batch is so large that the conversation sees its progress. */
export const showsProgress = ({ entries }: BatchReport): boolean =>
  entries.length > limits.quietPeople;

/** Somebody who was invited, and their position in the batch. */
export type Invited = PersonResult & { position: number };

/** The button in the row of somebody, if they have one. */
export type RowButton = (person: Invited) => Button | undefined;

/**
 * What the conversation sees of a batch: the progress of a large one and, once it has ended, who was invited, with the role and
 * status that Piper returned; who was a member before is for the inviter alone. Of many, the first are named, and a button leads to
 * everybody. Undefined when a small batch invited nobody. With a `rowButton`, each of several people who are named has a row.
 */
export function inviteConfirmation(
  report: BatchReport,
  rowButton?: RowButton,
): Message | undefined {
  return isEnded(report) ? result(report, rowButton) : progress(report);
}

function result(report: BatchReport, rowButton: RowButton | undefined): Message | undefined {
  const { batch, entries } = report;
  const invited = resultsOf(report, 'invited');
  const [first] = invited;
  // A conversation that saw the progress also sees how it ended.
  if (!first && !showsProgress(report)) return undefined;

  const alone = invited.length === 1 ? first : undefined;
  const isOneRole = new Set(invited.map(({ roleName }) => roleName)).size === 1;
  const { inviterId, organization, note, at } = batch;
  const several = first
    ? confirmation.several(batch, organization.name, invited)
    : confirmation.nobody(inviterId, organization.name, entries.length);
  const headline = alone ? confirmation.one(batch, organization.name, alone) : several;
  const named = alone ? [] : invited.slice(0, limits.namedInConfirmation);
  const more = alone ? 0 : invited.length - named.length;
  const lines = named.map((person) => confirmation.line(person, isOneRole));
  const isTimeStated = alone?.status.kind === 'pending' && alone.status.since !== undefined;
  const details = [
    ...(alone ? [confirmation.status(alone)] : []),
    ...(more > 0 || showsProgress(report) ? confirmation.statuses(invited) : []),
    ...(showsProgress(report) ? confirmation.counts(publicCountsOf(report)) : []),
    ...(isTimeStated ? [] : [confirmation.at(report.lastEndedAt ?? at)]),
  ].join(' · ');
  const quoted = note ? [quote(note)] : [];
  const list = rowButton
    ? named.map((person, at) => rowOf(lines[at] ?? '', rowButton(person)))
    : sections(lines);
  const others = more > 0 ? [confirmation.more(more)] : [];
  const seeAll = { ...button(actions.seeInvited, preview.seeAllPlain), value: batch.id };

  return {
    text: [headline, ...lines, ...others, ...quoted, details].join('\n'),
    blocks: [
      section(headline),
      ...list,
      ...others.map((words) => row(words, seeAll)),
      ...quoted.map(section),
      context(details),
    ],
  };
}

const rowOf = (words: string, beside: Button | undefined) =>
  beside ? row(words, beside) : section(words);

function progress(report: BatchReport): Message {
  const { batch, entries } = report;
  const { id, inviterId, organization } = batch;
  const sent = resultsOf(report, 'invited').length;
  const text = confirmation.progress(
    inviterId,
    organization.name,
    entries.length,
    sent,
    publicCountsOf(report),
  );
  return withButtons({ text, blocks: [section(text)] }, [cancelButton(id)]);
}

type Shown = { member: Member } & Seen;

/** How many of the others there are. */
export function countsOf({ entries }: BatchReport) {
  const count = (...kinds: InvitationState['kind'][]) =>
    entries.filter(({ state }) => kinds.includes(state.kind)).length;
  return {
    already: count('already_member'),
    failed: count('failed', 'unknown'),
    cancelled: count('cancelled'),
  };
}

const publicCountsOf = (report: BatchReport) => ({ ...countsOf(report), already: 0 });

export const resultsOf = (
  { entries }: BatchReport,
  kind: 'invited' | 'already_member',
): Invited[] =>
  entries.flatMap(({ invitee, state }, position) =>
    state.kind === kind ? [{ ...resultOf(invitee, state), position }] : [],
  );

/** What Piper answered about somebody, and what its member list showed since. */
export function resultOf(invitee: Invitee, { member, joinedAt, removedAt }: Shown): PersonResult {
  const status: PersonResult['status'] =
    removedAt !== undefined
      ? { kind: 'removed', at: removedAt }
      : joinedAt !== undefined
        ? { kind: 'joined', at: joinedAt }
        : member.status;
  return { invitee, roleName: member.roleName, status };
}
