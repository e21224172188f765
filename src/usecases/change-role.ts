import { type AuditOutcome, type AuditSurface, auditEntry } from '../domain/audit.ts';
import { ceilingFor, mayGive, type Own } from '../domain/ceiling.ts';
import type { Connection, WorkspaceRef } from '../domain/connection.ts';
import { mayHaveTakenEffect } from '../domain/failures.ts';
import { findMember, findMemberById, type Member, type Role } from '../domain/organization.ts';
import { mayLoseRole, offeredRoles } from '../domain/policy.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { RoleProblem } from '../domain/role-change.ts';
import { matchRole } from '../domain/roles.ts';
import type { Authority } from './authority.ts';
import type { Audit } from './ports/audit.ts';
import type { InvitationQueries } from './ports/invitation-queries.ts';
import type { PiperOrganization } from './ports/piper.ts';

/** A member whose role may be changed, and the roles that they may be given. */
export type ChangeableMember = { member: Member; roles: Role[] };

/** A role by its id, or by its name as somebody typed it. */
export type WantedRole = { id: string } | { typed: string };

/** A member whose role may be changed, and the one that they are to get. */
type PlannedChange = { member: Member; role: Role };

/** Names of the former role, if it is known, and of the new one, as Piper confirmed it. */
export type ChangedRole = { from: string | undefined; to: string };

export type ChangeRole = ReturnType<typeof createChangeRole>;

/** An organization, and what whoever wants the change may do there; read anew. */
type ConnectedOrganization = {
  piper: PiperOrganization;
  connection: Connection;
  authority: (list: 'new') => Promise<Pick<Authority, 'own' | 'isSelf'>>;
};

/**
 * Changes a member's role. The caller has checked that the person may change roles at all. Neither the role that is given nor the
 * one that is taken away can do more than the person's own, and both may be given from Slack; nobody changes their own, or the
 * owner's. An audit entry is written before the request to Piper, and another one with its result.
 */
export function createChangeRole(deps: {
  audit: Pick<Audit, 'append'>;
  invitationQueries: Pick<InvitationQueries, 'noteRole'>;
  /** Updates a batch's confirmation message. */
  updateConfirmation: (batchId: string) => Promise<boolean>;
  now: () => number;
}) {
  const { audit, invitationQueries, updateConfirmation, now } = deps;

  async function find(
    { piper, connection, authority }: ConnectedOrganization,
    address: string,
  ): Promise<Result<{ member: Member; offered: Role[]; own: Own }, RoleProblem>> {
    const [list, rights, { own, isSelf }] = await Promise.all([
      piper.membersNow(),
      piper.rights(),
      authority('new'),
    ]);
    if (!list.ok) return err({ kind: 'unreadable', failure: list.error });
    if (!rights.ok) return err({ kind: 'unreadable', failure: rights.error });
    const { details, roles } = rights.value;
    if (own.kind === 'unread') return err({ kind: 'unreadable', failure: own.failure });
    if (own.kind !== 'known') return err({ kind: 'unmatched', why: own.kind });
    const member = findMember(list.value.members, address);
    if (!member) return err({ kind: 'not_member' });
    if (isSelf(member)) return err({ kind: 'self' });
    if (member.userId === details.ownerUserId) return err({ kind: 'owner' });
    const { settings } = connection;
    const offered = offeredRoles(roles, settings);
    if (offered.length === 0) return err({ kind: 'no_roles' });
    const { roleId, roleName } = member;
    if (!mayLoseRole(roleId, roles, settings)) return err({ kind: 'protected', roleName });
    const present = roles.find(({ id }) => id === roleId) ?? {
      id: roleId,
      name: roleName ?? '',
    };
    const tooMuch = tooMuchFor(present, own.own);
    return tooMuch ? err(tooMuch) : ok({ member, offered, own: own.own });
  }

  async function prepare(
    organization: ConnectedOrganization,
    address: string,
  ): Promise<Result<ChangeableMember, RoleProblem>> {
    const found = await find(organization, address);
    if (!found.ok) return found;
    const { member, offered, own } = found.value;
    return ok({ member, roles: changeableRoles(offered, organization.connection, own) });
  }

  async function plan(
    organization: ConnectedOrganization,
    address: string,
    wanted: WantedRole,
  ): Promise<Result<PlannedChange, RoleProblem>> {
    const found = await find(organization, address);
    if (!found.ok) return found;
    const { member, offered, own } = found.value;
    const role = findWanted(offered, wanted);
    if (!role.ok) return role;
    const { id, name } = role.value;
    if (id === member.roleId) return err({ kind: 'same', roleName: name });
    const tooMuch = tooMuchFor(role.value, own);
    return tooMuch ? err(tooMuch) : ok({ member, role: role.value });
  }

  return {
    /** Finds the member with this address, and the roles that they may be given. */
    prepare,

    /** The change that `change` would make. */
    plan,

    /** Makes a change that somebody saw; `from` and `to` are role IDs, `by` is a Slack user ID. */
    change: async (request: {
      organization: ConnectedOrganization;
      workspace: WorkspaceRef;
      address: string;
      from: string;
      to: string;
      by: string;
      surface: AuditSurface;
      reference?: string | undefined;
    }): Promise<Result<ChangedRole, RoleProblem>> => {
      const { organization, address, by } = request;
      const { piper, connection } = organization;
      const planned = await plan(organization, address, { id: request.to });
      if (!planned.ok) return planned;
      const { member, role } = planned.value;
      const from = member.roleName;
      if (member.roleId !== request.from) return err({ kind: 'changed_meanwhile', roleName: from });

      const record = (outcome: AuditOutcome, to: string, reason?: string) =>
        audit.append(
          auditEntry({
            workspace: request.workspace.teamId,
            at: now(),
            actor: by,
            action: 'role',
            subject: address,
            surface: request.surface,
            outcome,
            reference: request.reference,
            details: { organization: connection.organization.id, from: from ?? '', to, reason },
          }),
        );
      await record('requested', role.name);
      const changed = await applyRole(piper, member, role);
      if (!changed.ok) {
        const { error } = changed;
        await record(error.kind, role.name, 'failure' in error ? error.failure.kind : undefined);
        return changed;
      }
      const to = changed.value;
      await record('changed', to);
      const change = { roleName: to, by, at: now() };
      const noted = await invitationQueries.noteRole(connection.organization.id, address, change);
      if (noted) await updateConfirmation(noted.batchId);
      return ok({ from, to });
    },
  };
}

/** Those of an organization's roles that somebody may give to a member. */
export const changeableRoles = (
  roles: readonly Role[],
  { settings }: Pick<Connection, 'settings'>,
  own: Own,
): Role[] => offeredRoles(roles, settings).filter((role) => mayGive(role, own));

function tooMuchFor(role: Role, own: Own): RoleProblem | undefined {
  switch (ceilingFor(role, own)) {
    case 'within':
      return undefined;
    case 'above':
      return { kind: 'above', role, own: own === 'owner' ? '' : own.name };
    case 'unknown':
      return { kind: 'not_comparable', role };
  }
}

function findWanted(roles: Role[], wanted: WantedRole): Result<Role, RoleProblem> {
  if ('id' in wanted) {
    const role = roles.find(({ id }) => id === wanted.id);
    return role ? ok(role) : err({ kind: 'not_offered' });
  }
  const { typed } = wanted;
  const match = matchRole(roles, typed);
  switch (match.kind) {
    case 'one':
      return ok(match.role);
    case 'none':
      return err({ kind: 'unknown', typed, roles });
    case 'several':
      return err({ kind: 'ambiguous', typed, roles: match.roles });
  }
}

/** Returns the name of the role that the member has afterwards. After an unclear answer, the member list decides. */
async function applyRole(
  piper: PiperOrganization,
  { userId }: Member,
  role: Role,
): Promise<Result<string, Extract<RoleProblem, { kind: 'failed' | 'unclear' }>>> {
  const answer = await piper.changeRole(userId, role.id);
  if (answer.ok) return ok(answer.value.roleName ?? role.name);
  const failure = answer.error;
  if (!mayHaveTakenEffect(failure)) return err({ kind: 'failed', failure });
  const list = await piper.membersNow();
  if (!list.ok) return err({ kind: 'unclear' });
  const now = findMemberById(list.value.members, userId);
  return now?.roleId === role.id ? ok(role.name) : err({ kind: 'failed', failure });
}
