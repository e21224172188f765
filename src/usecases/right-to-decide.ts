import { type Asking, namedApprovers } from '../domain/asking.ts';
import { type Person, whyNever } from '../domain/person.ts';
import { mayConnect } from '../domain/policy.ts';
import type { Untold } from '../domain/reasons.ts';
import type { InviteRequest, NotDecided } from '../domain/request.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Directory } from './authorize.ts';

/** Whether somebody may decide about requests. */
export type RightToDecide =
  /** The settings name them, or a user group that they are in. */
  | { kind: 'named' }
  /** They may connect the workspace. */
  | { kind: 'admin' }
  | { kind: 'none' }
  | GroupsUnread;

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

/** Those who have approved a request, and may not decide any more. */
export async function lapsedApprovers(
  workspace: Directory,
  { approvals }: Pick<InviteRequest, 'approvals'>,
  asking: Asking | undefined,
): Promise<Result<string[], NotDecided>> {
  const lapsed: string[] = [];
  for (const { by: userId } of approvals) {
    const person = await workspace.people.findAnew(userId);
    if (!person.ok && person.error === 'unavailable') {
      return err({ kind: 'approver_unread', userId });
    }
    const right = person.ok ? await rightToDecide(workspace, person.value, asking) : undefined;
    if (right?.kind === 'groups_unread') return err(right);
    if (!right || right.kind === 'none') lapsed.push(userId);
  }
  return ok(lapsed);
}
