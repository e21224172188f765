import { type Asking, namedApprovers } from '../domain/asking.ts';
import type { Invite } from '../domain/invitation.ts';
import { type Person, whyNever } from '../domain/person.ts';
import { mayConnect } from '../domain/policy.ts';
import type { Untold } from '../domain/reasons.ts';
import type { InviteRequest, NotDecided } from '../domain/request.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Authority, AuthorityOf } from './authority.ts';
import type { Directory } from './authorize.ts';
import type { Connected } from './find-connection.ts';

/** Whether somebody may decide about requests. */
export type RightToDecide =
  /** The settings name them, or a user group that they are in. */
  | { kind: 'named' }
  /** They may connect the workspace. */
  | { kind: 'admin' }
  | { kind: 'none' }
  | GroupsUnread;

type Approving = {
  workspace: Parameters<AuthorityOf>[0] & Directory;
  connected: Connected;
  authorityOf: AuthorityOf;
};

type GroupsUnread = Extract<Untold, { kind: 'groups_unread' }>;

/** The same as Slack and the settings say it now; `look` can let what Slack says be a minute old, to show something. */
export async function rightToDecide(
  { userGroups, inviteAdmins }: Pick<Directory, 'userGroups' | 'inviteAdmins'>,
  person: Person,
  asking: Asking | undefined,
  look: 'new' | 'recent' = 'new',
): Promise<RightToDecide> {
  if (whyNever(person)) return { kind: 'none' };
  if (asking && namedApprovers(asking.approvers).includes(person.id)) return { kind: 'named' };
  const groups = await Promise.all(
    (asking?.approvers.userGroupIds ?? []).map(async (id) => ({
      id,
      members: await (look === 'new' ? userGroups.members(id, 'new') : userGroups.members(id)),
    })),
  );
  const isNamed = groups.some(({ members }) => members.ok && members.value.includes(person.id));
  if (isNamed) return { kind: 'named' };
  if (mayConnect(person, inviteAdmins, 'workspace').allowed) return { kind: 'admin' };
  const unread = groups.flatMap(({ id, members }) => (members.ok ? [] : [id]));
  return unread.length > 0 ? { kind: 'groups_unread', userGroupIds: unread } : { kind: 'none' };
}

/** IDs of roles that somebody with that right may approve whatever their own role in Piper is. */
export const approvesBeyond = (
  { kind }: Pick<RightToDecide, 'kind'>,
  asking: Asking | undefined,
): readonly string[] => (kind === 'named' && asking?.approvers.beyondOwnRole) || [];

/** Why somebody may not approve these invites, by what they may do in Piper themselves; `beyondOwnRole`: see `approvesBeyond`. */
export function aboveOwn(
  { own, whyTooMuch }: Authority,
  invites: readonly Invite[],
  beyondOwnRole: readonly string[],
): Extract<NotDecided, { kind: 'unread' | 'above' }> | undefined {
  const roles = invites.map(({ role }) => role).filter(({ id }) => !beyondOwnRole.includes(id));
  if (roles.length > 0 && own.kind === 'unread') return { kind: 'unread', failure: own.failure };
  for (const role of roles) {
    const reason = whyTooMuch(role);
    if (reason) return { kind: 'above', role, reason };
  }
  return undefined;
}

/** Those who have approved a request, and could not approve these invites of it any more. */
export async function lapsedApprovers(
  { workspace, connected, authorityOf }: Approving,
  { approvals }: Pick<InviteRequest, 'approvals'>,
  invites: readonly Invite[],
): Promise<Result<string[], NotDecided>> {
  const { asking } = connected.connection.settings;
  const lapsed: string[] = [];
  for (const { by: userId } of approvals) {
    const person = await workspace.people.findAnew(userId);
    if (!person.ok && person.error === 'unavailable') {
      return err({ kind: 'approver_unread', userId });
    }
    const right = person.ok ? await rightToDecide(workspace, person.value, asking) : undefined;
    if (right?.kind === 'groups_unread') return err(right);
    if (!right || right.kind === 'none') {
      lapsed.push(userId);
      continue;
    }
    const authority = await authorityOf(workspace, userId, connected, 'new');
    const above = aboveOwn(authority, invites, approvesBeyond(right, asking));
    if (above?.kind === 'unread') return err(above);
    if (above) lapsed.push(userId);
  }
  return ok(lapsed);
}
