import { type Invitee, isEnded, type OrderReport, type Standing } from '../domain/invitation.ts';
import type { Member } from '../domain/organization.ts';
import { quote } from '../mrkdwn.ts';
import { confirmation, type Told } from '../text.ts';
import { context, type Message, section, sections } from './message.ts';

/**
 * The confirmation for the channel: who was invited, with the role and the status that Piper returned. Nothing to say, so
 * no message, when nobody was invited.
 */
export function inviteConfirmation(report: OrderReport): Message | undefined {
  const { order, entries } = report;
  if (!isEnded(report)) return progress(report);
  const told = (kind: 'invited' | 'already_member') =>
    entries.flatMap(({ invitee, standing }) =>
      standing.kind === kind ? [toldOf(invitee, standing.member)] : [],
    );
  const invited = told('invited');
  const already = told('already_member');
  const [first] = invited;
  if (!first) return undefined;

  const isAlone = invited.length === 1 && already.length === 0;
  const isOneRole = new Set(invited.map(({ roleName }) => roleName)).size === 1;
  const { inviterId, organization, note, at } = order;
  const headline = isAlone
    ? confirmation.one(inviterId, organization.name, first)
    : confirmation.several(inviterId, organization.name, invited);
  const lines = isAlone
    ? []
    : confirmation.lines([
        ...invited.map((person) => confirmation.line(person, isOneRole)),
        ...already.map(confirmation.lineAlready),
      ]);
  const status = isAlone ? [confirmation.status(first)] : [];
  const isTimeSaid = isAlone && first.status.kind === 'pending' && first.status.since !== undefined;
  const details = [
    ...status,
    ...(isTimeSaid ? [] : [confirmation.at(report.lastEndedAt ?? at)]),
  ].join(' · ');
  const quoted = note ? [quote(note)] : [];

  return {
    text: [headline, ...lines, ...quoted, details].join('\n'),
    blocks: [section(headline), ...sections(lines), ...quoted.map(section), context(details)],
  };
}

/** How far a long order is. */
function progress({ order, entries }: OrderReport): Message {
  const count = (...kinds: Standing['kind'][]) =>
    entries.filter(({ standing }) => kinds.includes(standing.kind)).length;
  const text = confirmation.progress(order.organization.name, entries.length, {
    sent: count('invited'),
    already: count('already_member'),
    failed: count('failed', 'unknown'),
  });
  return { text, blocks: [section(text)] };
}

function toldOf(invitee: Invitee, member: Member): Told {
  return { invitee, roleName: member.roleName, status: member.status };
}
