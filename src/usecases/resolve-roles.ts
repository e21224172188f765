import type { ConnectionSettings } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { InputProblem, InviteInput } from '../domain/invite-input.ts';
import type { Role } from '../domain/organization.ts';
import { invitableRoles } from '../domain/policy.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { matchRole } from '../domain/roles.ts';
import { slack } from '../limits.ts';
import { withTimeout } from '../utils/with-timeout.ts';
import type { PiperOrganization } from './ports/piper.ts';

/** The role that each name in a file matches; undefined if it matches none, or more than one. */
export type LineRoles = Map<string, Role | undefined>;

/** Looks up the roles that a file names. Makes no request if it names none. */
export async function readLineRoles(
  piper: Pick<PiperOrganization, 'roles'>,
  settings: ConnectionSettings,
  input: InviteInput,
): Promise<Result<LineRoles, PiperFailure>> {
  const names = new Set(input.people.flatMap(({ role }) => role ?? []));
  if (names.size === 0) return ok(new Map());
  const roles = await piper.roles();
  if (!roles.ok) return roles;
  const offered = invitableRoles(roles.value, settings);
  return ok(
    new Map(
      [...names].map((name) => {
        const match = matchRole(offered, name);
        return [name, match.kind === 'one' ? match.role : undefined];
      }),
    ),
  );
}

/**
 * Finds the role that an input asks for. If Piper does not list its roles in time, one chosen from a menu is used unchecked: Piper
 * checks it when the invite is sent.
 */
export async function resolveRole(
  piper: Pick<PiperOrganization, 'roles'>,
  settings: ConnectionSettings,
  wanted: InviteInput['role'],
): Promise<Result<Role, InputProblem>> {
  if ('typed' in wanted) {
    const roles = await piper.roles();
    if (!roles.ok) return err({ part: 'role', kind: 'unreadable', failure: roles.error });
    const offered = invitableRoles(roles.value, settings);
    const match = matchRole(offered, wanted.typed);
    if (match.kind === 'one') return ok(match.role);
    return match.kind === 'none'
      ? err({ part: 'role', kind: 'unknown', typed: wanted.typed, roles: offered })
      : err({ part: 'role', kind: 'ambiguous', typed: wanted.typed, roles: match.roles });
  }
  if (invitableRoles([wanted], settings).length === 0) {
    return err({ part: 'role', kind: 'not_offered', name: wanted.name });
  }
  const roles = await withTimeout(piper.roles(), slack.roleCheckBeforeAnswer);
  if (!roles?.ok) return ok(wanted);
  const role = roles.value.find(({ id }) => id === wanted.id);
  return role ? ok(role) : err({ part: 'role', kind: 'gone', name: wanted.name });
}
