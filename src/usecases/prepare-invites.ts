import type { ConnectionSettings } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Invite, Invitee } from '../domain/invitation.ts';
import {
  type InputProblem,
  type InviteInput,
  isBlocking,
  isFromGroup,
  type LeftOut,
} from '../domain/invite-input.ts';
import type { Role } from '../domain/organization.ts';
import { isAllowedAddress } from '../domain/policy.ts';
import type { Result } from '../domain/result.ts';
import { batch } from '../limits.ts';
import type { PiperOrganization } from './ports/piper.ts';
import type { People } from './ports/slack.ts';
import { type FoundPerson, type Part, resolvePeople } from './resolve-people.ts';
import { type LineRoles, readLineRoles, resolveRole } from './resolve-roles.ts';

type Deps = {
  people: Pick<People, 'findAll'>;
  piper: Pick<PiperOrganization, 'roles'>;
  settings: ConnectionSettings;
};

export type PreparedInvites = {
  /** Everybody who can be invited, without duplicates; empty if any problem is blocking (`isBlocking`). */
  invitations: Invite[];
  /** How many people could be invited if no problem were blocking. */
  count: number;
  /** How many duplicates there were. */
  repeated: number;
  leftOut: LeftOut[];
  problems: InputProblem[];
};

/**
 * Turns an input into the invites that can be sent under a connection's settings, and collects everything that is wrong with it.
 * Looks up Slack profiles and roles concurrently.
 */
export async function prepareInvites(deps: Deps, input: InviteInput): Promise<PreparedInvites> {
  const individuals = input.people.filter((person) => !isFromGroup(person));
  if (individuals.length > batch.maxPeople) return nobody(tooMany(individuals.length));

  const { people, piper, settings } = deps;
  const [resolved, role, lineRoles] = await Promise.all([
    resolvePeople(people, input),
    resolveRole(piper, settings, input.role),
    readLineRoles(piper, settings, input),
  ]);
  const { leftOut, repeated, problems } = resolved;
  const allowed = selectAllowed(resolved.found, lineRoles, problems, settings);
  const count = allowed.length;
  if (count > batch.maxPeople) return nobody(tooMany(count));
  if (!role.ok) problems.push(role.error);
  const isBlocked = !role.ok || problems.some(isBlocking);
  return {
    invitations: isBlocked
      ? []
      : allowed.map(({ invitee, role: own }) => ({ invitee, role: own ?? role.value })),
    count,
    repeated,
    leftOut,
    problems,
  };
}

const nobody = (problem: InputProblem): PreparedInvites => ({
  invitations: [],
  count: 0,
  repeated: 0,
  leftOut: [],
  problems: [problem],
});

const tooMany = (count: number): InputProblem => ({
  part: 'people',
  kind: 'too_many',
  count,
  limit: batch.maxPeople,
});

/** Those who may be invited, with the role that a file gives them, if it does; adds the others to `problems`. */
function selectAllowed(
  found: readonly FoundPerson[],
  lineRoles: Result<LineRoles, PiperFailure>,
  problems: InputProblem[],
  settings: ConnectionSettings,
): { invitee: Invitee; role: Role | undefined }[] {
  const outside = new Map<Part, string[]>();
  const names = new Set<string>();
  let withoutRole = 0;
  const several: string[] = [];
  const allowed: { invitee: Invitee; role: Role | undefined }[] = [];

  for (const { invitee, part, roles } of found) {
    const assigned = lineRoles.ok ? [...roles].map((name) => lineRoles.value.get(name)) : [];
    if (!isAllowedAddress(invitee.address, settings)) {
      outside.set(part, [...(outside.get(part) ?? []), invitee.address]);
    } else if (assigned.includes(undefined)) {
      for (const name of roles) if (lineRoles.ok && !lineRoles.value.get(name)) names.add(name);
      withoutRole += 1;
    } else if (new Set(assigned.map((role) => role?.id)).size > 1) several.push(invitee.address);
    else allowed.push({ invitee, role: assigned[0] });
  }

  for (const part of ['people', 'addresses', 'userGroups', 'channels', 'file'] as const) {
    const addresses = outside.get(part);
    if (addresses) problems.push({ part, kind: 'domain', addresses, domains: settings.domains });
  }
  if (withoutRole > 0) {
    problems.push({ part: 'file', kind: 'line_roles', names: [...names], count: withoutRole });
  }
  if (several.length > 0) {
    problems.push({ part: 'file', kind: 'several_roles', addresses: several });
  }
  if (!lineRoles.ok) {
    problems.push({ part: 'file', kind: 'unreadable', failure: lineRoles.error });
  }
  return allowed;
}
