import type { Invitee, InviteReport } from '../domain/invitation.ts';
import type { Member } from '../domain/organization.ts';
import { quote } from '../mrkdwn.ts';
import { confirmation, type Told } from '../text.ts';
import { context, type Message, section, sections } from './message.ts';

/**
 * The confirmation for the channel: who was invited, with the role and the status that Piper returned. Nothing to say, so
 * no message, when nobody was invited. `at` is when Piper had answered, epoch milliseconds.
 */
export function inviteConfirmation(data: {
  report: InviteReport;
  note?: string;
  at: number;
}): Message | undefined {
  const { report, note, at } = data;
  const told = (kind: 'invited' | 'already_member') =>
    report.entries.flatMap(({ invitee, outcome }) =>
      outcome.kind === kind ? [toldOf(invitee, outcome.member)] : [],
    );
  const invited = told('invited');
  const already = told('already_member');
  const [first] = invited;
  if (!first) return undefined;

  const isAlone = invited.length === 1 && already.length === 0;
  const isOneRole = new Set(invited.map(({ roleName }) => roleName)).size === 1;
  const { inviterId, organization } = report;
  const headline = isAlone
    ? confirmation.one(inviterId, organization.name, first)
    : confirmation.several(inviterId, organization.name, invited);
  const lines = isAlone
    ? []
    : [
        ...invited.map((person) => confirmation.line(person, isOneRole)),
        ...already.map(confirmation.lineAlready),
      ];
  const status = isAlone ? [confirmation.status(first)] : [];
  const isTimeSaid = isAlone && first.status.kind === 'pending' && first.status.since !== undefined;
  const details = [...status, ...(isTimeSaid ? [] : [confirmation.at(at)])].join(' · ');
  const quoted = note ? [quote(note)] : [];

  return {
    text: [headline, ...lines, ...quoted, details].join('\n'),
    blocks: [section(headline), ...sections(lines), ...quoted.map(section), context(details)],
  };
}

function toldOf(invitee: Invitee, member: Member): Told {
  return { invitee, roleName: member.roleName, status: member.status };
}
