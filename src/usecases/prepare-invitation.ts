import type { ConnectionSettings } from '../domain/connection.ts';
import { isInDomains } from '../domain/domains.ts';
import {
  type DraftPerson,
  type DraftProblem,
  type InvitationDraft,
  isBlocking,
  type LeftOut,
} from '../domain/draft.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Invitee } from '../domain/invitation.ts';
import { addressKey, type Role } from '../domain/organization.ts';
import type { Person } from '../domain/person.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { matchRole, offeredRoles } from '../domain/roles.ts';
import { invitation, slack } from '../limits.ts';
import { within } from '../within.ts';
import type { People, PiperOrganization } from './ports.ts';

type Deps = {
  people: Pick<People, 'findAll'>;
  piper: Pick<PiperOrganization, 'roles'>;
  settings: ConnectionSettings;
};

/** Somebody who can be invited, as what. */
export type PreparedInvitation = { invitee: Invitee; role: Role };

export type PreparedDraft = {
  /** Everybody who can be invited, each once; nobody while something `isBlocking` is wrong. */
  invitations: PreparedInvitation[];
  /** How many can be invited, as far as they themselves are concerned. */
  count: number;
  /** How often somebody was named again. */
  repeated: number;
  leftOut: LeftOut[];
  /** Everything that is wrong. */
  problems: DraftProblem[];
};

/**
 * Turns a draft into what can be sent under a connection's settings, and tells everything that is wrong with it at once. Slack
 * profiles and roles are looked up side by side. A role from a menu passes unchecked where Piper does not tell its roles at once:
 * it is Piper that decides.
 */
export async function prepareDraft(deps: Deps, draft: InvitationDraft): Promise<PreparedDraft> {
  const named = draft.people.filter(({ from }) => from !== 'userGroups' && from !== 'channels');
  if (named.length > invitation.people) return nobody(tooMany(named.length));

  const { people, piper, settings } = deps;
  const [resolved, role, lineRoles] = await Promise.all([
    resolvePeople(people, draft),
    resolveRole(piper, settings, draft.role),
    readLineRoles(piper, settings, draft),
  ]);
  const { leftOut, repeated, problems } = resolved;
  const allowed = settle(resolved.found, lineRoles, problems, settings.domains);
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
export async function prepareInvitation(
  deps: Deps,
  draft: InvitationDraft,
): Promise<Result<PreparedInvitation[], DraftProblem[]>> {
  const { invitations, problems } = await prepareDraft(deps, draft);
  return problems.length > 0 ? err(problems) : ok(invitations);
}

const nobody = (problem: DraftProblem): PreparedDraft => ({
  invitations: [],
  count: 0,
  repeated: 0,
  leftOut: [],
  problems: [problem],
});

const tooMany = (count: number): DraftProblem => ({
  part: 'people',
  kind: 'too_many',
  count,
  limit: invitation.people,
});

/** Somebody with an address; `part` is where they were named first, `roles` are the names that lines of a file give them. */
type Found = { invitee: Invitee; part: Part; roles: Set<string> };
type Part = 'people' | 'addresses' | NonNullable<DraftPerson['from']>;

const partOf = ({ kind, from }: DraftPerson): Part =>
  from ?? (kind === 'mention' ? 'people' : 'addresses');

async function resolvePeople(
  people: Pick<People, 'findAll'>,
  draft: InvitationDraft,
): Promise<{ found: Found[]; repeated: number; leftOut: LeftOut[]; problems: DraftProblem[] }> {
  const userIds = new Set(
    draft.people.flatMap((named) => (named.kind === 'mention' ? [named.userId] : [])),
  );
  const lookups = await people.findAll([...userIds]);
  const lookupOf = new Map([...userIds].map((userId, at) => [userId, lookups[at]] as const));

  const found = new Map<string, Found>();
  const wrong = { bot: [], deactivated: [], no_address: [] } as Record<Wrong, Person[]>;
  const leftOut = new Map<LeftOut['why'], Set<string>>();
  const notFound = new Set<string>();
  let isSlackUnavailable = false;
  let repeated = 0;

  const add = (named: DraftPerson, invitee: Invitee) => {
    const key = addressKey(invitee.address);
    const known = found.get(key);
    if (known) repeated += 1;
    const roles = new Set([...(known?.roles ?? []), ...(named.role ? [named.role] : [])]);
    const isBetter = !known || (invitee.userId !== undefined && !known.invitee.userId);
    found.set(key, {
      invitee: isBetter ? invitee : known.invitee,
      part: known?.part ?? partOf(named),
      roles,
    });
  };
  const leave = (why: LeftOut['why'], userId: string) =>
    leftOut.set(why, (leftOut.get(why) ?? new Set()).add(userId));

  for (const named of draft.people) {
    if (named.kind === 'address') {
      add(named, { address: named.address });
      continue;
    }
    const lookup = lookupOf.get(named.userId);
    const isGroup = named.from === 'userGroups' || named.from === 'channels';
    if (!lookup?.ok) {
      if (lookup?.error !== 'unknown') isSlackUnavailable = true;
      else if (isGroup) leave('external', named.userId);
      else notFound.add(named.userId);
      continue;
    }
    const person = lookup.value;
    const why = isGroup ? whyLeftOut(person) : whyWrong(person);
    if (why === undefined) {
      add(named, { address: person.address ?? '', userId: person.id });
    } else if (isGroup) leave(why, person.id);
    else if (why in wrong) wrong[why as Wrong].push(person);
  }

  const problems: DraftProblem[] = [];
  const { leftovers, lines = [] } = draft;
  if (draft.people.length + leftovers.length + lines.length === 0) {
    problems.push({ part: 'people', kind: 'nobody' });
  } else if (found.size === 0) {
    const group = draft.people.find(({ from }) => from === 'userGroups' || from === 'channels');
    const part = group?.from;
    if (part === 'userGroups' || part === 'channels') problems.push({ part, kind: 'nobody_there' });
  }
  for (const kind of ['bot', 'deactivated', 'no_address'] as const) {
    if (wrong[kind].length > 0) problems.push({ part: 'people', kind, people: wrong[kind] });
  }
  if (notFound.size > 0) {
    problems.push({ part: 'people', kind: 'not_found', userIds: [...notFound] });
  }
  if (isSlackUnavailable) problems.push({ part: 'people', kind: 'slack_unavailable' });
  if (leftovers.length > 0) {
    problems.push({ part: 'addresses', kind: 'not_an_address', words: leftovers });
  }
  if (lines.length > 0) problems.push({ part: 'file', kind: 'not_understood', lines });
  return {
    found: [...found.values()],
    repeated,
    leftOut: [...leftOut].map(([why, ids]) => ({ why, userIds: [...ids] })),
    problems,
  };
}

type Wrong = 'bot' | 'deactivated' | 'no_address';

function whyWrong(person: Person): Wrong | undefined {
  if (person.isBot) return 'bot';
  if (person.isDeactivated) return 'deactivated';
  return person.address ? undefined : 'no_address';
}

/** Of everybody in a channel only full members are invited; a guest has to be named. */
function whyLeftOut(person: Person): LeftOut['why'] | undefined {
  if (person.isBot) return 'bot';
  if (person.isDeactivated) return 'deactivated';
  if (person.isExternal) return 'external';
  if (person.isGuest) return 'guest';
  return person.address ? undefined : 'no_address';
}

/** Of those who were found, those who may be invited, with the role that a file gives them; the others are told in `problems`. */
function settle(
  found: readonly Found[],
  lineRoles: Result<LineRoles, PiperFailure>,
  problems: DraftProblem[],
  domains: readonly string[],
): { invitee: Invitee; role: Role | undefined }[] {
  const outside = new Map<Part, string[]>();
  const names = new Set<string>();
  let withoutRole = 0;
  const several: string[] = [];
  const settled: { invitee: Invitee; role: Role | undefined }[] = [];

  for (const { invitee, part, roles } of found) {
    const given = lineRoles.ok ? [...roles].map((name) => lineRoles.value.get(name)) : [];
    if (domains.length > 0 && !isInDomains(invitee.address, domains)) {
      outside.set(part, [...(outside.get(part) ?? []), invitee.address]);
    } else if (given.includes(undefined)) {
      for (const name of roles) if (lineRoles.ok && !lineRoles.value.get(name)) names.add(name);
      withoutRole += 1;
    } else if (new Set(given.map((role) => role?.id)).size > 1) several.push(invitee.address);
    else settled.push({ invitee, role: given[0] });
  }

  for (const part of ['people', 'addresses', 'userGroups', 'channels', 'file'] as const) {
    const addresses = outside.get(part);
    if (addresses) problems.push({ part, kind: 'domain', addresses, domains: [...domains] });
  }
  if (withoutRole > 0) {
    problems.push({ part: 'file', kind: 'line_roles', names: [...names], count: withoutRole });
  }
  if (several.length > 0) problems.push({ part: 'file', kind: 'several_roles', addresses: several });
  if (!lineRoles.ok) problems.push({ part: 'file', kind: 'unreadable' });
  return settled;
}

/** The role that each name in a file stands for; none where it stands for no role, or for several. */
type LineRoles = Map<string, Role | undefined>;

async function readLineRoles(
  piper: Pick<PiperOrganization, 'roles'>,
  settings: ConnectionSettings,
  draft: InvitationDraft,
): Promise<Result<LineRoles, PiperFailure>> {
  const names = new Set(draft.people.flatMap(({ role }) => role ?? []));
  if (names.size === 0) return ok(new Map());
  const roles = await piper.roles();
  if (!roles.ok) return roles;
  const offered = offeredRoles(roles.value, settings);
  return ok(
    new Map(
      [...names].map((name) => {
        const match = matchRole(offered, name);
        return [name, match.kind === 'one' ? match.role : undefined];
      }),
    ),
  );
}

async function resolveRole(
  piper: Pick<PiperOrganization, 'roles'>,
  settings: ConnectionSettings,
  wanted: InvitationDraft['role'],
): Promise<Result<Role, DraftProblem>> {
  if ('typed' in wanted) {
    const roles = await piper.roles();
    if (!roles.ok) return err({ part: 'role', kind: 'unreadable' });
    const offered = offeredRoles(roles.value, settings);
    const match = matchRole(offered, wanted.typed);
    if (match.kind === 'one') return ok(match.role);
    return match.kind === 'none'
      ? err({ part: 'role', kind: 'unknown', typed: wanted.typed, roles: offered })
      : err({ part: 'role', kind: 'ambiguous', typed: wanted.typed, roles: match.roles });
  }
  if (offeredRoles([wanted], settings).length === 0) {
    return err({ part: 'role', kind: 'not_offered', name: wanted.name });
  }
  const roles = await within(slack.roleCheckBeforeAnswer, piper.roles());
  if (!roles?.ok) return ok(wanted);
  const role = roles.value.find(({ id }) => id === wanted.id);
  return role ? ok(role) : err({ part: 'role', kind: 'gone', name: wanted.name });
}
