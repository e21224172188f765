import type { ConnectionSettings } from '../domain/connection.ts';
import { isInDomains } from '../domain/domains.ts';
import type { DraftProblem, InvitationDraft } from '../domain/draft.ts';
import type { Invitee } from '../domain/invitation.ts';
import { addressKey, type Role } from '../domain/organization.ts';
import type { Person } from '../domain/person.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { matchRole, offeredRoles } from '../domain/roles.ts';
import { invitation, slack } from '../limits.ts';
import { within } from '../within.ts';
import type { People, PiperOrganization } from './ports.ts';

export type PreparedInvitation = { invitees: Invitee[]; role: Role };

/**
 * Turns a draft into what can be sent under a connection's settings, or into everything that is wrong with it at once. Slack profiles and roles are
 * looked up side by side. A role from a menu passes unchecked where Piper does not tell its roles at once: it is Piper that
 * decides.
 */
export async function prepareInvitation(
  deps: {
    people: People;
    piper: Pick<PiperOrganization, 'roles'>;
    settings: ConnectionSettings;
  },
  draft: InvitationDraft,
): Promise<Result<PreparedInvitation, DraftProblem[]>> {
  const count = draft.people.length;
  if (count > invitation.people) {
    return err([{ part: 'people', kind: 'too_many', count, limit: invitation.people }]);
  }
  const { people, piper, settings } = deps;
  const [{ invitees, problems }, role] = await Promise.all([
    resolvePeople(people, draft),
    resolveRole(piper, settings, draft.role),
  ]);
  problems.push(...outsideOfDomains(invitees, settings.domains));
  if (!role.ok) problems.push(role.error);
  if (problems.length > 0 || !role.ok) return err(problems);
  return ok({ invitees, role: role.value });
}

/** People chosen in Slack and addresses typed have fields of their own. */
function outsideOfDomains(
  invitees: readonly Invitee[],
  domains: readonly string[],
): DraftProblem[] {
  if (domains.length === 0) return [];
  const outside = invitees.filter(({ address }) => !isInDomains(address, domains));
  const chosen = outside.filter(({ userId }) => userId);
  const typed = outside.filter(({ userId }) => !userId);
  return (
    [
      ['people', chosen],
      ['addresses', typed],
    ] as const
  ).flatMap(([part, some]) =>
    some.length > 0
      ? [
          {
            part,
            kind: 'domain',
            addresses: some.map(({ address }) => address),
            domains: [...domains],
          },
        ]
      : [],
  );
}

async function resolvePeople(
  people: People,
  draft: InvitationDraft,
): Promise<{ invitees: Invitee[]; problems: DraftProblem[] }> {
  const found = await Promise.all(
    draft.people.map(async (named) =>
      named.kind === 'address' ? named : { ...named, lookup: await people.find(named.userId) },
    ),
  );

  const invitees = new Map<string, Invitee>();
  const bots: Person[] = [];
  const deactivated: Person[] = [];
  const withoutAddress: Person[] = [];
  const notFound: string[] = [];
  let isSlackUnavailable = false;

  for (const named of found) {
    if (named.kind === 'address') {
      const key = addressKey(named.address);
      if (!invitees.has(key)) invitees.set(key, { address: named.address });
    } else if (!named.lookup.ok) {
      if (named.lookup.error === 'unknown') notFound.push(named.userId);
      else isSlackUnavailable = true;
    } else {
      const person = named.lookup.value;
      if (person.isBot) bots.push(person);
      else if (person.isDeactivated) deactivated.push(person);
      else if (!person.address) withoutAddress.push(person);
      else invitees.set(addressKey(person.address), { address: person.address, userId: person.id });
    }
  }

  const problems: DraftProblem[] = [];
  if (draft.people.length === 0 && draft.leftovers.length === 0) {
    problems.push({ part: 'people', kind: 'nobody' });
  }
  if (bots.length > 0) problems.push({ part: 'people', kind: 'bot', people: bots });
  if (deactivated.length > 0) {
    problems.push({ part: 'people', kind: 'deactivated', people: deactivated });
  }
  if (withoutAddress.length > 0) {
    problems.push({ part: 'people', kind: 'no_address', people: withoutAddress });
  }
  if (notFound.length > 0) problems.push({ part: 'people', kind: 'not_found', userIds: notFound });
  if (isSlackUnavailable) problems.push({ part: 'people', kind: 'slack_unavailable' });
  if (draft.leftovers.length > 0) {
    problems.push({ part: 'addresses', kind: 'not_an_address', words: draft.leftovers });
  }
  return { invitees: [...invitees.values()], problems };
}

async function resolveRole(
  piper: Pick<PiperOrganization, 'roles'>,
  settings: ConnectionSettings,
  wanted: InvitationDraft['role'],
): Promise<Result<Role, DraftProblem>> {
  if ('typed' in wanted) {
    const roles = await piper.roles();
    if (!roles.ok) return err({ part: 'role', kind: 'unreadable', failure: roles.error });
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
