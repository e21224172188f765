import { addressKey } from '../domain/address.ts';
import type { Connection, ConnectionSettings } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Invite, Invitee } from '../domain/invitation.ts';
import {
  type InputPerson,
  type InputProblem,
  type InviteInput,
  isBlocking,
  isFromGroup,
  type LeftOut,
  notGivenProblem,
} from '../domain/invite-input.ts';
import type { Role } from '../domain/organization.ts';
import { invitableDomains, isAllowedAddress } from '../domain/policy.ts';
import { type NotGiven, whyNotGiven } from '../domain/reasons.ts';
import type { Result } from '../domain/result.ts';
import { batch } from '../limits.ts';
import type { Authority } from './authority.ts';
import type { PiperOrganization } from './ports/piper.ts';
import type { People } from './ports/slack.ts';
import { type FoundPerson, type Part, resolvePeople } from './resolve-people.ts';
import { type LineRoles, readLineRoles, resolveRole } from './resolve-roles.ts';

type Deps = DecidedBy & { people: Pick<People, 'findAll'> };

/** What invites are decided by. */
export type DecidedBy = {
  connected: {
    piper: Pick<PiperOrganization, 'roles'>;
    connection: Pick<Connection, 'settings' | 'organization' | 'connectedBy'>;
  };
  /** What whoever asks may have done. */
  authority: () => Promise<Pick<Authority, 'decide'>>;
};

/** Invites with one role that need approval, and why; `invites` are all of one role. */
export type NeedingApproval = { role: Role; invites: Invite[]; why: NotGiven };

export type PreparedInvites = {
  /** Everybody who can be invited at once, without duplicates; empty if any problem is blocking (`isBlocking`). */
  invitations: Invite[];
  /** Everybody for whom whoever asks needs approval; empty likewise. */
  approvals: NeedingApproval[];
  /** How many people could be invited, at once or with approval, if no problem were blocking. */
  count: number;
  /** How many duplicates there were. */
  repeated: number;
  leftOut: LeftOut[];
  problems: InputProblem[];
};

/**
 * Turns an input into the invites that whoever asks may have sent, and collects everything that is wrong with it. Looks up Slack
 * profiles and roles concurrently.
 */
export async function prepareInvites(deps: Deps, input: InviteInput): Promise<PreparedInvites> {
  const individuals = new Set(input.people.filter((person) => !isFromGroup(person)).map(keyOf));
  if (individuals.size > batch.maxPeople) return nobody(tooMany(individuals.size));

  const { people, connected, authority } = deps;
  const { piper, connection } = connected;
  const { settings } = connection;
  const [resolved, role, lineRoles, { decide }] = await Promise.all([
    resolvePeople(people, input),
    resolveRole(piper, settings, input.role),
    readLineRoles(piper, settings, input),
    authority(),
  ]);
  const { leftOut, repeated, problems } = resolved;
  const allowed = selectAllowed(resolved.found, lineRoles, problems, settings);
  if (allowed.length > batch.maxPeople) return nobody(tooMany(allowed.length));
  if (!role.ok) problems.push(role.error);
  const given = role.ok
    ? selectGiven(allowed, role.value, decide, connection, problems)
    : { invitations: [], approvals: [], count: allowed.length };
  const isBlocked = problems.some(isBlocking);
  return {
    invitations: isBlocked ? [] : given.invitations,
    approvals: isBlocked ? [] : given.approvals,
    count: given.count,
    repeated,
    leftOut,
    problems,
  };
}

const keyOf = (person: InputPerson): string =>
  person.kind === 'mention' ? person.userId : addressKey(person.address);

const nobody = (problem: InputProblem): PreparedInvites => ({
  invitations: [],
  approvals: [],
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

type Allowed = { invitee: Invitee; role?: Role | undefined };

/** Those who may be invited, with the role that a file gives them, if it does; adds the others to `problems`. */
function selectAllowed(
  found: readonly FoundPerson[],
  lineRoles: Result<LineRoles, PiperFailure>,
  problems: InputProblem[],
  settings: ConnectionSettings,
): Allowed[] {
  const inDomains = selectInDomains(found, problems, settings);
  if (lineRoles.ok) return selectWithRole(inDomains, lineRoles.value, problems);
  problems.push({ part: 'file', kind: 'unreadable', failure: lineRoles.error });
  return inDomains;
}

/** Those who may get their role from whoever asks, at once or with approval; adds the others to `problems`, by role. */
export function selectGiven(
  allowed: readonly Allowed[],
  role: Role,
  decide: Authority['decide'],
  connection: Pick<Connection, 'organization' | 'connectedBy'>,
  problems: InputProblem[],
): Pick<PreparedInvites, 'invitations' | 'approvals' | 'count'> {
  const invitations: Invite[] = [];
  const approvals = new Map<string, NeedingApproval>();
  const notGiven = new Map<string, ReturnType<typeof notGivenProblem>>();
  for (const { invitee, role: own } of allowed) {
    const invite = { invitee, role: own ?? role };
    const decision = decide(invite);
    if (decision.kind === 'direct' || decision.kind === 'undecided') {
      invitations.push(invite);
      continue;
    }
    const { kind, reasons } = decision;
    const part = own ? 'file' : 'role';
    const key = JSON.stringify([part, invite.role.id, reasons]);
    if (kind === 'approval') {
      const alike = approvals.get(key) ?? {
        role: invite.role,
        invites: [],
        why: whyNotGiven(reasons, connection),
      };
      alike.invites.push(invite);
      approvals.set(key, alike);
      continue;
    }
    const known = notGiven.get(key) ?? notGivenProblem(invite.role, connection, reasons, { part });
    if (allowed.length > 1) known.invitees.push(invitee);
    notGiven.set(key, known);
  }
  problems.push(...notGiven.values());
  const needing = [...approvals.values()];
  const asked = needing.reduce((sum, { invites }) => sum + invites.length, 0);
  return { invitations, approvals: needing, count: invitations.length + asked };
}

function selectInDomains(
  found: readonly FoundPerson[],
  problems: InputProblem[],
  settings: ConnectionSettings,
): FoundPerson[] {
  const outside = new Map<Part, string[]>();
  const inDomains: FoundPerson[] = [];
  for (const person of found) {
    const { invitee, part } = person;
    if (isAllowedAddress(invitee.address, settings)) inDomains.push(person);
    else outside.set(part, [...(outside.get(part) ?? []), invitee.address]);
  }
  for (const part of ['people', 'addresses', 'userGroups', 'channels', 'file'] as const) {
    const addresses = outside.get(part);
    if (addresses) {
      problems.push({ part, kind: 'domain', addresses, domains: invitableDomains(settings) });
    }
  }
  return inDomains;
}

function selectWithRole(
  found: readonly FoundPerson[],
  lineRoles: LineRoles,
  problems: InputProblem[],
): Allowed[] {
  const names = new Set<string>();
  let withoutRole = 0;
  const several: string[] = [];
  const allowed: Allowed[] = [];

  for (const { invitee, roles } of found) {
    const assigned = new Set([...roles].map((name) => lineRoles.get(name)));
    const [role] = assigned;
    if (assigned.has(undefined)) {
      for (const name of roles) if (!lineRoles.get(name)) names.add(name);
      withoutRole += 1;
    } else if (assigned.size > 1) several.push(invitee.address);
    else allowed.push({ invitee, role });
  }

  if (withoutRole > 0) {
    problems.push({ part: 'file', kind: 'line_roles', names: [...names], count: withoutRole });
  }
  if (several.length > 0) {
    problems.push({ part: 'file', kind: 'several_roles', addresses: several });
  }
  return allowed;
}
