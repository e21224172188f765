import type { WorkspaceRef } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { FoundInvitation, Invitee } from '../domain/invitation.ts';
import type { InvitePage } from '../domain/open-invites.ts';
import type { Member, Organization } from '../domain/organization.ts';
import type { Result } from '../domain/result.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
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
import { remedyButtons, withRemedy } from './token-remedy.ts';

/** Where somebody stands: in Piper now (`member` is undefined if they are not in its list), and by their invitations. */
export function personStatusMessage(data: {
  reader: WorkspaceRef;
  organization: Organization;
  invitee: Invitee;
  member: Result<Member | undefined, PiperFailure>;
  /** The one that tells most about them first. */
  invitations: readonly FoundInvitation[];
  /** What the reader can do where Piper refused the token. */
  token?: TokenRemedy | undefined;
}): Message {
  const { reader, organization, invitee, member, invitations, token } = data;
  const now = !member.ok
    ? text.unread(invitee, member.error, token)
    : member.value
      ? text.member(organization.name, invitee, member.value)
      : text.noMember(organization.name, invitee);
  const told = invitations.map((invitation) =>
    [
      text.request(requestOf(invitation, reader), invitation.state.kind === 'invited'),
      text.state(invitation.state, invitation),
      ...(invitation.roleChange ? [text.roleChange(invitation.roleChange)] : []),
    ].join(' '),
  );
  return withRemedy(textMessage([now, ...(told.length > 0 ? told : [text.never])]), token);
}

/** A page of what is open, with buttons to newer and older ones; `token` as above. */
export function openInvitesMessage(
  data: InvitePage & {
    reader: WorkspaceRef;
    organization: Organization;
    token?: TokenRemedy | undefined;
  },
): Message {
  const { reader, organization, invites, offset, waiting, pending, unread, token } = data;
  const total = waiting + pending;
  const headline = [
    ...(unread ? [text.listUnread(unread, token)] : []),
    text.list(organization.name, { waiting, pending }),
  ].join('\n');
  const lines = invites.map(({ invitee, roleName, state, since, from }) =>
    text.line({ invitee, roleName, state, since, from: from && requestOf(from, reader) }),
  );
  const end = offset + invites.length;
  const page = total > invites.length ? [text.page(offset + 1, end, total)] : [];
  const message = {
    text: [headline, ...lines, ...page].join('\n'),
    blocks: [section(headline), ...sections(lines), ...page.map(context)],
  };
  const newer = {
    ...button(actions.listNewer, text.newerPlain),
    value: `${Math.max(0, offset - invitationList.pageSize)}`,
  };
  const older = { ...button(actions.listOlder, text.olderPlain), value: `${end}` };
  return withButtons(message, [
    ...(token ? remedyButtons(token) : []),
    ...(offset > 0 ? [newer] : []),
    ...(end < total ? [older] : []),
  ]);
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
/** How somebody was invited from Slack, as far as a reader may know. */
export function requestOf(
  { workspace, inviterId, role, at }: FoundInvitation,
  reader: WorkspaceRef,
) {
  const isNear =
    workspace.teamId === reader.teamId ||
    (workspace.enterpriseId !== undefined && workspace.enterpriseId === reader.enterpriseId);
  return { inviterId: isNear ? inviterId : undefined, roleName: role.name, at };
}
