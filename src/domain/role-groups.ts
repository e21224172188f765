import type { Invite, Invitee } from './invitation.ts';
import type { Role } from './organization.ts';
import { compareRoles } from './role-order.ts';

/** Those who get one role, in the order in which they were named. */
export type RoleGroup = { role: Role; invitees: Invitee[] };

/** Everybody by their role, the highest role first. */
export function groupByRole(invites: readonly Invite[]): RoleGroup[] {
  const groups = new Map<string, RoleGroup>();
  for (const { invitee, role } of invites) {
    const group = groups.get(role.id);
    if (group) group.invitees.push(invitee);
    else groups.set(role.id, { role, invitees: [invitee] });
  }
  return [...groups.values()].sort((a, b) => compareRoles(a.role, b.role));
}

/** The part of a group that is on a page. `count` is the size of the whole group, whose first people are on a page before. */
export type GroupPart = RoleGroup & { count: number; isContinued: boolean };

/** A page of everybody in the groups. `offset` counts people from 0. */
export type GroupPage = { parts: GroupPart[]; offset: number; total: number };

/** The page that begins at `offset`, or the last one if there are fewer people. */
export function pageOfGroups(
  groups: readonly RoleGroup[],
  offset: number,
  pageSize: number,
): GroupPage {
  const total = groups.reduce((sum, { invitees }) => sum + invitees.length, 0);
  const last = Math.max(0, Math.ceil(total / pageSize) - 1) * pageSize;
  const begin = Math.min(offset, last);
  let before = 0;
  const parts = groups.flatMap(({ role, invitees }): GroupPart[] => {
    const from = Math.max(0, begin - before);
    const part = invitees.slice(from, Math.max(0, begin + pageSize - before));
    before += invitees.length;
    const count = invitees.length;
    return part.length > 0 ? [{ role, invitees: part, count, isContinued: from > 0 }] : [];
  });
  return { parts, offset: begin, total };
}
