import leven from 'leven';
import type { Role } from './organization.ts';

/** What a typed role name matches. `several` happens when names differ only in case. */
export type RoleMatch =
  | { kind: 'one'; role: Role }
  | { kind: 'none' }
  | { kind: 'several'; roles: Role[] };

const fold = (name: string): string => name.trim().split(/\s+/).join(' ').toLowerCase();

/**
 * Finds a role by its name, ignoring case and extra spaces; an exact match beats one that differs in case. Parts of a name never
 * match: a role is a set of permissions, and a wrong guess would grant the wrong ones.
 */
export function matchRole(roles: readonly Role[], name: string): RoleMatch {
  const alike = roles.filter((role) => fold(role.name) === fold(name));
  const exact = alike.filter((role) => role.name === name.trim());
  const found = exact.length > 0 ? exact : alike;
  const [role] = found;
  if (!role) return { kind: 'none' };
  return found.length === 1 ? { kind: 'one', role } : { kind: 'several', roles: found };
}

const longestName = 100;
const mostMistakes = 2;

/** Roles that may be meant by a name that matches none, the likeliest first: it begins theirs, or is at most two letters off. */
export function likelyRoles(roles: readonly Role[], typed: string): Role[] {
  const wanted = fold(typed.slice(0, longestName));
  if (wanted === '') return [];
  const mistakes = ({ name }: Role): number => {
    const known = fold(name);
    if (known.startsWith(wanted) || wanted.startsWith(`${known} `)) return 0;
    // In a short name, two letters off is another word.
    const most = Math.min(mostMistakes, Math.floor(known.length / 3));
    const distance = leven(wanted, known, { maxDistance: mostMistakes + 1 });
    return distance <= most ? distance : Number.POSITIVE_INFINITY;
  };
  return roles
    .map((role) => ({ role, mistakes: mistakes(role) }))
    .filter((each) => each.mistakes <= mostMistakes)
    .sort((a, b) => a.mistakes - b.mistakes)
    .map(({ role }) => role);
}

/** Roles whose name or description contains `query`; those whose name starts with it come first. */
export function searchRoles(roles: readonly Role[], query: string): Role[] {
  const wanted = fold(query);
  const rank = (role: Role): number => {
    const name = fold(role.name);
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    return fold(role.description ?? '').includes(wanted) ? 2 : 3;
  };
  return roles
    .map((role) => ({ role, rank: rank(role) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map((entry) => entry.role);
}
