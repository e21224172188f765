import {
  type BatchReport,
  type InvitationState,
  type Invitee,
  isEnded,
} from '../domain/invitation.ts';
import type { Member } from '../domain/organization.ts';
import { batch as limits } from '../limits.ts';
import { confirmation, type PersonResult } from '../text/index.ts';
import { quote } from '../text/mrkdwn.ts';
import { cancelButton } from './batch-buttons.ts';
import { context, type Message, section, sections, withButtons } from './message.ts';

/** Whether an order is for so many people that a message shows how far it is. */
export const isLong = ({ entries }: BatchReport): boolean => entries.length > limits.quietPeople;

/**
 * What the conversation hears of an order: how far a long one is, and of one that has ended who was invited, with the role and
 * the status that Piper returned. Nothing, so no message, when nobody of a few was invited.
 */
export function inviteConfirmation(report: BatchReport): Message | undefined {
  return isEnded(report) ? result(report) : progress(report);
}

function result(report: BatchReport): Message | undefined {
  const { batch, entries } = report;
  const invited = told(report, 'invited');
  const already = told(report, 'already_member');
  const [first] = invited;
  // Whoever saw how far it is hears of its end, too.
  if (!first && !isLong(report)) return undefined;

  const alone = invited.length === 1 && already.length === 0 ? first : undefined;
  const isOneRole = new Set(invited.map(({ roleName }) => roleName)).size === 1;
  const { inviterId, organization, note, at } = batch;
  const several = first
    ? confirmation.several(inviterId, organization.name, invited)
    : confirmation.nobody(inviterId, organization.name, entries.length);
  const headline = alone ? confirmation.one(inviterId, organization.name, alone) : several;
  const lines = alone
    ? []
    : confirmation.lines([
        ...invited.map((person) => confirmation.line(person, isOneRole)),
        ...already.map(confirmation.lineAlready),
      ]);
  const isTimeSaid = alone?.status.kind === 'pending' && alone.status.since !== undefined;
  const details = [
    ...(alone ? [confirmation.status(alone)] : []),
    ...(isLong(report) ? [...confirmation.statuses(invited), ...countsIn(report)] : []),
    ...(isTimeSaid ? [] : [confirmation.at(report.lastEndedAt ?? at)]),
  ].join(' · ');
  const quoted = note ? [quote(note)] : [];

  return {
    text: [headline, ...lines, ...quoted, details].join('\n'),
    blocks: [section(headline), ...sections(lines), ...quoted.map(section), context(details)],
  };
}

/** How far a long order is. */
function progress(report: BatchReport): Message {
  const { batch, entries } = report;
  const { id, inviterId, organization } = batch;
  const counts = countsOf(report);
  const text = confirmation.progress(inviterId, organization.name, entries.length, {
    sent: told(report, 'invited').length,
    ...counts,
  });
  return withButtons({ text, blocks: [section(text)] }, [cancelButton(id)]);
}

function countsOf({ entries }: BatchReport) {
  const count = (...kinds: InvitationState['kind'][]) =>
    entries.filter(({ state }) => kinds.includes(state.kind)).length;
  return {
    already: count('already_member'),
    failed: count('failed', 'unknown'),
    cancelled: count('cancelled'),
  };
}

const countsIn = (report: BatchReport): string[] => confirmation.counts(countsOf(report));

const told = ({ entries }: BatchReport, kind: 'invited' | 'already_member'): PersonResult[] =>
  entries.flatMap(({ invitee, state }) => (state.kind === kind ? [toldOf(invitee, state)] : []));

function toldOf(invitee: Invitee, state: { member: Member; joinedAt?: number }): PersonResult {
  const { member, joinedAt } = state;
  return {
    invitee,
    roleName: member.roleName,
    status: joinedAt === undefined ? member.status : { kind: 'joined', at: joinedAt },
  };
}
