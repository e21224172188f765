import type { Invite } from '../domain/invitation.ts';
import type { InputProblem } from '../domain/invite-input.ts';
import { invitableRoles } from '../domain/policy.ts';
import {
  type DecidedBy,
  type NeedingApproval,
  type PreparedInvites,
  selectGiven,
} from './prepare-invites.ts';

/** Decides anew about invites that were prepared before. Where Piper doesn't tell its roles, they are used unchecked. */
export async function prepareAgain(
  { connected: { piper, connection }, authority }: DecidedBy,
  invites: readonly Invite[],
): Promise<PreparedInvites> {
  const [roles, { decide }] = await Promise.all([piper.roles(), authority()]);
  const offered = roles.ok ? invitableRoles(roles.value, connection.settings) : undefined;
  const problems: InputProblem[] = [];
  const invitations: Invite[] = [];
  const approvals: NeedingApproval[] = [];
  for (const [id, alike] of Map.groupBy(invites, ({ role }) => role.id)) {
    const former = alike[0]?.role ?? { id, name: id };
    const role = offered ? offered.find((each) => each.id === id) : former;
    if (!role) {
      problems.push({ part: 'role', kind: 'gone', name: former.name });
      continue;
    }
    const given = selectGiven(
      alike.map(({ invitee }) => ({ invitee })),
      role,
      decide,
      connection,
      problems,
    );
    invitations.push(...given.invitations);
    approvals.push(...given.approvals);
  }
  const count = [...invitations, ...approvals.flatMap((needing) => needing.invites)].length;
  return { invitations, approvals, count, repeated: 0, leftOut: [], problems };
}
