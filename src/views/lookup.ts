import type { WorkspaceRef } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { FoundInvitation, Invitee } from '../domain/invitation.ts';
import type { Member, Organization } from '../domain/organization.ts';
import type { Result } from '../domain/result.ts';
import { actions, commands } from '../ids.ts';
import { followUp, invitationList } from '../limits.ts';
import { lookup as text } from '../text/index.ts';
import {
  button,
  context,
  type Message,
  section,
  sections,
  textMessage,
  withButtons,
} from './message.ts';

/** Where somebody stands: in Piper now (`member` is undefined if they are not in its list), and by their latest invitation. */
export function personStatusMessage(data: {
  reader: WorkspaceRef;
  organization: Organization;
  invitee: Invitee;
  member: Result<Member | undefined, PiperFailure>;
  latest: FoundInvitation | undefined;
}): Message {
  const { reader, organization, invitee, member, latest } = data;
  const now = !member.ok
    ? text.unread(invitee, member.error)
    : member.value
      ? text.member(organization.name, invitee, member.value)
      : text.noMember(organization.name, invitee);
  return textMessage([
    now,
    latest
      ? [
          text.request(requestOf(latest, reader)),
          text.state(latest.state, latest),
          ...(latest.roleChange ? [text.roleChange(latest.roleChange)] : []),
        ].join(' ')
      : text.never,
  ]);
}

/** A page of the open invitations, with buttons to newer and older ones. */
export function openInvitesMessage(data: {
  reader: WorkspaceRef;
  organization: Organization;
  invitations: readonly FoundInvitation[];
  offset: number;
  total: number;
}): Message {
  const { reader, organization, invitations, offset, total } = data;
  const headline = text.list(organization.name, total);
  const lines = invitations.map((invitation) =>
    text.line(
      invitation.invitee,
      requestOf(invitation, reader),
      invitation.state.kind === 'waiting' ? 'waiting' : 'pending',
    ),
  );
  const end = offset + invitations.length;
  const page = total > invitations.length ? [text.page(offset + 1, end, total)] : [];
  const message = {
    text: [headline, ...lines, ...page].join('\n'),
    blocks: [section(headline), ...sections(lines), ...page.map(context)],
  };
  const newer = {
    ...button(actions.listNewer, text.newerPlain),
    value: `${Math.max(0, offset - invitationList.pageSize)}`,
  };
  const older = { ...button(actions.listOlder, text.olderPlain), value: `${end}` };
  return withButtons(message, [...(offset > 0 ? [newer] : []), ...(end < total ? [older] : [])]);
}

/** The only reminder of a batch, private to its inviter: who is still pending, and what can be done. */
export function pendingReminder(
  organization: Organization,
  invitees: readonly Invitee[],
  days: number,
): Message {
  const named = invitees.length === 1 ? [] : invitees.slice(0, followUp.namedInReminder);
  const more = invitees.length - named.length;
  const lines = [
    ...named.map(text.reminderLine),
    ...(named.length > 0 && more > 0 ? [text.reminderMore(more)] : []),
  ];
  return textMessage([
    [text.reminder(organization.name, invitees, days), ...lines].join('\n'),
    text.reminderRemedy(commands.invite),
  ]);
}

/** Leaves out an inviter whom Slack would not show to the reader: one in another workspace, outside their Enterprise organization. */
function requestOf({ workspace, inviterId, role, at }: FoundInvitation, reader: WorkspaceRef) {
  const isNear =
    workspace.teamId === reader.teamId ||
    (workspace.enterpriseId !== undefined && workspace.enterpriseId === reader.enterpriseId);
  return { inviterId: isNear ? inviterId : undefined, roleName: role.name, at };
}
