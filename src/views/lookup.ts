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
  sentences,
  withButtons,
} from './message.ts';

/** What is known of somebody: what Piper says now (undefined where they are not in its list), and their newest invitation. */
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
  return sentences([
    now,
    latest
      ? [
          text.requested(requestedOf(latest, reader)),
          text.state(latest.state, latest),
          ...(latest.roleChange ? [text.roleChange(latest.roleChange)] : []),
        ].join(' ')
      : text.never,
  ]);
}

/** A page of those who wait or are pending, with buttons to the others. */
export function openInvitesMessage(data: {
  reader: WorkspaceRef;
  organization: Organization;
  invitations: readonly FoundInvitation[];
  offset: number;
  total: number;
}): Message {
  const { reader, organization, invitations, offset, total } = data;
  const headline = text.list(organization.name, total);
  const lines = invitations.map((shown) =>
    text.line(
      shown.invitee,
      requestedOf(shown, reader),
      shown.state.kind === 'waiting' ? 'waiting' : 'pending',
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

/** The one private reminder of an order: who is pending, and what can be done. */
export function pendingReminder(
  organization: Organization,
  invitees: readonly Invitee[],
  days: number,
): Message {
  const shown = invitees.length === 1 ? [] : invitees.slice(0, followUp.namedInReminder);
  const more = invitees.length - shown.length;
  const lines = [
    ...shown.map(text.reminderLine),
    ...(shown.length > 0 && more > 0 ? [text.reminderMore(more)] : []),
  ];
  return sentences([
    [text.reminder(organization.name, invitees, days), ...lines].join('\n'),
    text.reminderRemedy(commands.invite),
  ]);
}

/** Somebody of another workspace cannot be mentioned, but within one Enterprise organization. */
function requestedOf({ workspace, inviterId, role, at }: FoundInvitation, reader: WorkspaceRef) {
  const isNear =
    workspace.teamId === reader.teamId ||
    (workspace.enterpriseId !== undefined && workspace.enterpriseId === reader.enterpriseId);
  return { inviterId: isNear ? inviterId : undefined, roleName: role.name, at };
}
