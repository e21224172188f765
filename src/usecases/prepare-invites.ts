import type { ConnectionSettings } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Invitee } from '../domain/invitation.ts';
import {
  type InputProblem,
  type InviteInput,
  isBlocking,
  type LeftOut,
} from '../domain/invite-input.ts';
import type { Role } from '../domain/organization.ts';
import { isAllowedAddress } from '../domain/policy.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { invitation } from '../limits.ts';
import type { PiperOrganization } from './ports/piper.ts';
import type { People } from './ports/slack.ts';
import { type Found, type Part, resolvePeople } from './resolve-people.ts';
import { type LineRoles, readLineRoles, resolveRole } from './resolve-roles.ts';

type Deps = {
  people: Pick<People, 'findAll'>;
  piper: Pick<PiperOrganization, 'roles'>;
  settings: ConnectionSettings;
};

/** Somebody who can be invited, as what. */
export type PreparedInvite = { invitee: Invitee; role: Role };

export type PreparedInvites = {
  /** Everybody who can be invited, each once; nobody while something `isBlocking` is wrong. */
  invitations: PreparedInvite[];
  /** How many can be invited, as far as they themselves are concerned. */
  count: number;
  /** How often somebody was named again. */
  repeated: number;
  leftOut: LeftOut[];
  /** Everything that is wrong. */
  problems: InputProblem[];
};

/**
 * Turns a draft into what can be sent under a connection's settings, and tells everything that is wrong with it at once. Slack
 * profiles and roles are looked up side by side.
 */
export async function prepareInvites(deps: Deps, draft: InviteInput): Promise<PreparedInvites> {
  const named = draft.people.filter(({ from }) => from !== 'userGroups' && from !== 'channels');
  if (named.length > invitation.people) return nobody(tooMany(named.length));

  const { people, piper, settings } = deps;
  const [resolved, role, lineRoles] = await Promise.all([
    resolvePeople(people, draft),
    resolveRole(piper, settings, draft.role),
    readLineRoles(piper, settings, draft),
  ]);
  const { leftOut, repeated, problems } = resolved;
  const allowed = settle(resolved.found, lineRoles, problems, settings);
  const count = allowed.length;
  if (count > invitation.people) return nobody(tooMany(count));
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

/** A draft that is sent only as a whole: everybody in it as one role, or everything that is wrong with it. */
export async function prepareAllInvites(
  deps: Deps,
  draft: InviteInput,
): Promise<Result<PreparedInvite[], InputProblem[]>> {
  const { invitations, problems } = await prepareInvites(deps, draft);
  return problems.length > 0 ? err(problems) : ok(invitations);
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
  limit: invitation.people,
});

/** Of those who were found, those who may be invited, with the role that a file gives them; the others are told in `problems`. */
function settle(
  found: readonly Found[],
  lineRoles: Result<LineRoles, PiperFailure>,
  problems: InputProblem[],
  settings: ConnectionSettings,
): { invitee: Invitee; role: Role | undefined }[] {
  const outside = new Map<Part, string[]>();
  const names = new Set<string>();
  let withoutRole = 0;
  const several: string[] = [];
  const settled: { invitee: Invitee; role: Role | undefined }[] = [];

  for (const { invitee, part, roles } of found) {
    const given = lineRoles.ok ? [...roles].map((name) => lineRoles.value.get(name)) : [];
    if (!isAllowedAddress(invitee.address, settings)) {
      outside.set(part, [...(outside.get(part) ?? []), invitee.address]);
    } else if (given.includes(undefined)) {
      for (const name of roles) if (lineRoles.ok && !lineRoles.value.get(name)) names.add(name);
      withoutRole += 1;
    } else if (new Set(given.map((role) => role?.id)).size > 1) several.push(invitee.address);
    else settled.push({ invitee, role: given[0] });
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
  return settled;
}
