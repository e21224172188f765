import type { RoleChange, Seen } from './invitation.ts';
import type { Member } from './organization.ts';

/** What is known of somebody who was invited; `member` is what Piper answered to the invite. */
export type Known = Seen & { member: Member; roleChange?: RoleChange };

/** What the member list shows of them besides. */
export type Sighting = Seen & { roleChange?: RoleChange };

/**
 * What a member list, read at `at` (epoch milliseconds), shows of somebody; `found` is undefined where they are not in it. What it
 * doesn't tell stays as it was known.
 */
export function sightingOf(known: Known, found: Member | undefined, at: number): Sighting {
  const { joinedAt, removedAt = at, roleChange } = known;
  const before = {
    ...(joinedAt !== undefined && { joinedAt }),
    ...(roleChange && { roleChange }),
  };
  if (!found) return { ...before, removedAt };
  const { joinedAt: _, ...still } = before;
  const roleBefore = roleChange ? roleChange.roleName : known.member.roleName;
  const { roleName } = found;
  const isRoleNew = roleBefore !== undefined && roleName !== undefined && roleName !== roleBefore;
  return {
    ...(found.status.kind === 'pending' ? still : before),
    ...(found.status.kind === 'joined' && !wasThere(known) && { joinedAt: joinedAt ?? at }),
    ...(isRoleNew && { roleChange: { roleName, at } }),
  };
}

/** Whether somebody may yet join. */
export const isOpen = (known: Known): boolean =>
  known.joinedAt === undefined && known.removedAt === undefined && !wasThere(known);

/** Whether the invite made them a member at once. */
const wasThere = ({ member }: Known): boolean => member.status.kind === 'joined';
