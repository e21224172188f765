import type { Invite } from '../domain/invitation.ts';
import {
  type CheckedPerson,
  type InviteCheck,
  isMember,
  type Verdict,
} from '../domain/invite-check.ts';
import type { InputProblem } from '../domain/invite-input.ts';
import { findMember, type Role } from '../domain/organization.ts';
import type { PersonRef } from '../domain/people-list.ts';
import { invitableRoles } from '../domain/policy.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { compareRoles } from '../domain/role-order.ts';
import { isDenied } from '../domain/rules.ts';
import { othersTurn } from '../utils/in-slices.ts';
import type { Authority, AuthorityOf } from './authority.ts';
import type { Directory } from './authorize.ts';
import type { Connected } from './find-connection.ts';
import { findInvitee } from './find-invitee.ts';
import type { People } from './ports/slack.ts';
import { prepareInvites } from './prepare-invites.ts';
import { resolveRole } from './resolve-roles.ts';

type Deps = {
  workspace: Directory & { people: People };
  connected: Connected;
  authorityOf: AuthorityOf;
  /** Whether whoever asks may know who is a member. */
  seesMembers: boolean;
};

/**
 * What would become of somebody's invites (`userId`, in Slack) if they were sent now: prepared and decided as those that are sent,
 * each by itself but for the quota. Without a role, for each that can be given from Slack. Stores and sends nothing.
 */
export async function checkInvites(
  { workspace, connected, authorityOf, seesMembers }: Deps,
  { userId, people, role }: { userId: string; people: readonly PersonRef[]; role?: string },
): Promise<Result<InviteCheck, InputProblem>> {
  const [roles, authority] = await Promise.all([
    findRoles(connected, role),
    authorityOf(workspace, userId, connected, 'new'),
    // So that many are read with few calls.
    workspace.people.findAll(people.flatMap((ref) => (ref.kind === 'mention' ? ref.userId : []))),
  ]);
  if (!roles.ok) return roles;
  const memberships = await Promise.all(
    people.map((person) => (seesMembers ? membershipOf(person, workspace, connected) : {})),
  );
  // Of several, those who are members already are left out before the quota is looked at.
  const isPlaced = (at: number) => people.length === 1 || !isMember(memberships[at] ?? {});
  const columns: { role: Role; verdicts: Verdict[] }[] = [];
  for (const each of roles.value) {
    const prepared = await Promise.all(
      people.map((person) => prepare(person, each, { workspace, connected, authority })),
    );
    columns.push({ role: each, verdicts: await withinQuota(prepared, isPlaced, authority) });
    await othersTurn();
  }
  const { own, holdsToken } = authority;
  return ok({
    people: people.map((person, at) => ({
      person,
      ...memberships[at],
      byRole: columns.flatMap(({ role: each, verdicts }) => {
        const verdict = verdicts[at];
        return verdict ? [{ role: each, verdict }] : [];
      }),
    })),
    own,
    holdsToken,
    quota: await authority.quotaUse(),
  });
}

async function findRoles(
  { piper, connection: { settings } }: Connected,
  typed: string | undefined,
): Promise<Result<Role[], InputProblem>> {
  if (typed !== undefined) {
    const role = await resolveRole(piper, settings, { typed });
    return role.ok ? ok([role.value]) : role;
  }
  const roles = await piper.roles();
  return roles.ok
    ? ok(invitableRoles(roles.value, settings).toSorted((a, b) => compareRoles(b, a)))
    : err({ part: 'role', kind: 'unreadable', failure: roles.error });
}

async function membershipOf(
  person: PersonRef,
  { people }: Pick<Deps['workspace'], 'people'>,
  { piper }: Connected,
): Promise<Pick<CheckedPerson, 'membership'>> {
  const invitee = await findInvitee(people, person);
  if (!invitee.ok) return {};
  const list = await piper.members();
  const found = list.ok ? ok(findMember(list.value.members, invitee.value.address)) : list;
  return { membership: { invitee: invitee.value, found } };
}

/** What an invite comes to before the quota; the invite itself where it would be placed. */
type Prepared = { verdict: Verdict; invite?: Invite };

async function prepare(
  person: PersonRef,
  role: Role,
  about: Pick<Deps, 'workspace' | 'connected'> & { authority: Authority },
): Promise<Prepared> {
  const { workspace, connected, authority } = about;
  const decided: { invite: Invite; decision: ReturnType<Authority['decide']> }[] = [];
  const decide: Authority['decide'] = (invite) => {
    const decision = authority.decide(invite);
    decided.push({ invite, decision });
    return decision;
  };
  const { problems } = await prepareInvites(
    { people: workspace.people, connected, authority: async () => ({ decide }) },
    { people: [person], leftovers: [], role },
  );
  const [only] = decided;
  if (!only) return { verdict: { kind: 'refused', problems } };
  const { invite, decision } = only;
  return { verdict: decision, ...(!isDenied(decision) && { invite }) };
}

/** Each counts for those after it. */
async function withinQuota(
  prepared: readonly Prepared[],
  isPlaced: (at: number) => boolean,
  { decideNew }: Authority,
): Promise<Verdict[]> {
  const placed = prepared.flatMap(({ invite }, at) => (invite && isPlaced(at) ? [invite] : []));
  const decisions = new Map(
    (await decideNew(placed)).map((decision, at) => [placed[at], decision]),
  );
  return prepared.map(({ invite, verdict }) => decisions.get(invite) ?? verdict);
}
