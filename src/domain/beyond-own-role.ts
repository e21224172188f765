import { mayGive, type Own } from './ceiling.ts';
import type { Role } from './organization.ts';
import { permissionsAtMost } from './permissions.ts';
import type { Rule } from './rule.ts';

/** Whether a rule may let people give its roles though they couldn't in Piper. */
export type Beyond =
  | { kind: 'fine' }
  /** It is about all roles, where only a list can go beyond. */
  | { kind: 'no_list' }
  /** Whoever saves it may not give these of its roles themselves. */
  | { kind: 'not_theirs'; roles: Role[] }
  /** It may be saved, but every full member could give these roles, and with them the right to change who may what. */
  | { kind: 'risky'; roles: Role[] };

/**
 * Judges a rule that gives roles at once, as somebody saves it. `told` are all roles of the organization as Piper tells them;
 * `own` is what the saver may do there, undefined if that isn't known.
 */
export function judgeBeyond(
  { who, roles, beyondOwnRole }: Pick<Rule, 'who' | 'roles' | 'beyondOwnRole'>,
  told: readonly Role[],
  own: Own | undefined,
): Beyond {
  if (!beyondOwnRole) return { kind: 'fine' };
  if (roles === 'all') return { kind: 'no_list' };
  const named = roles.map((id): Role => told.find((role) => role.id === id) ?? { id, name: id });
  const notTheirs = named.filter((role) => !own || !mayGive(role, own));
  if (notTheirs.length > 0) return { kind: 'not_theirs', roles: notTheirs };
  const risky = who.kind === 'members' ? named.filter(isRisky) : [];
  return risky.length > 0 ? { kind: 'risky', roles: risky } : { kind: 'fine' };
}

/** Whether a role can bring in or change others, or may for all that is known. */
const isRisky = (role: Role): boolean =>
  (permissionsAtMost(role) ?? ['*']).some((permission) =>
    /^members:(invite|update)$|^roles:|\*/.test(permission),
  );
