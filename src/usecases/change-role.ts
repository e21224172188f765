import { type AuditOutcome, type AuditSurface, auditEntry } from '../domain/audit.ts';
import type { Connection, WorkspaceRef } from '../domain/connection.ts';
import { mayHaveTakenEffect } from '../domain/failures.ts';
import { findMember, type Member, type Role } from '../domain/organization.ts';
import { mayLoseRole, offeredRoles } from '../domain/policy.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { RoleProblem } from '../domain/role-change.ts';
import { matchRole } from '../domain/roles.ts';
import type { Audit } from './ports/audit.ts';
import type { InvitationQueries } from './ports/invitation-queries.ts';
import type { PiperOrganization } from './ports/piper.ts';

/** A member whose role may be changed, and the roles that they may be given. */
export type ChangeableMember = { member: Member; roles: Role[] };

/** Names of the former role, if it is known, and of the new one, as Piper confirmed it. */
export type ChangedRole = { from: string | undefined; to: string };

export type ChangeRole = ReturnType<typeof createChangeRole>;

type ConnectedOrganization = { piper: PiperOrganization; connection: Connection };

/**
 * Changes a member's role. The caller has checked that the person may invite; only roles that may be given from Slack are given
 * or taken away. An audit entry is written before the request to Piper, and another one with its result.
 */
export function createChangeRole(deps: {
  audit: Pick<Audit, 'append'>;
  invitationQueries: Pick<InvitationQueries, 'noteRole'>;
  /** Updates a batch's confirmation message. */
  updateConfirmation: (batchId: string) => Promise<boolean>;
  now: () => number;
}) {
  const { audit, invitationQueries, updateConfirmation, now } = deps;

  async function prepare(
    { piper, connection }: ConnectedOrganization,
    address: string,
  ): Promise<Result<ChangeableMember, RoleProblem>> {
    const [list, all] = await Promise.all([piper.membersNow(), piper.roles()]);
    if (!list.ok) return err({ kind: 'unreadable', failure: list.error });
    if (!all.ok) return err({ kind: 'unreadable', failure: all.error });
    const member = findMember(list.value.members, address);
    if (!member) return err({ kind: 'not_member' });
    const { settings } = connection;
    const roles = offeredRoles(all.value, settings);
    if (roles.length === 0) return err({ kind: 'no_roles' });
    return mayLoseRole(member.roleId, all.value, settings)
      ? ok({ member, roles })
      : err({ kind: 'protected', roleName: member.roleName });
  }

  return {
    /** Finds the member with this address, and the roles that they may be given. */
    prepare,

    /** `by` is a Slack user ID. */
    change: async (request: {
      organization: ConnectedOrganization;
      workspace: WorkspaceRef;
      address: string;
      wanted: { id: string } | { typed: string };
      by: string;
      surface: AuditSurface;
      reference?: string | undefined;
    }): Promise<Result<ChangedRole, RoleProblem>> => {
      const { organization, address, by } = request;
      const { piper, connection } = organization;
      const prepared = await prepare(organization, address);
      if (!prepared.ok) return prepared;
      const { member, roles } = prepared.value;
      const found = findWanted(roles, request.wanted);
      if (!found.ok) return found;
      const role = found.value;
      const from = member.roleName;
      if (role.id === member.roleId) return err({ kind: 'same', roleName: role.name });

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

function findWanted(
  roles: Role[],
  wanted: { id: string } | { typed: string },
): Result<Role, RoleProblem> {
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
  const now = list.value.members.find((member) => member.userId === userId);
  return now?.roleId === role.id ? ok(role.name) : err({ kind: 'failed', failure });
}
