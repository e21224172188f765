import type { Connection } from '../domain/connection.ts';
import type { Invitee } from '../domain/invitation.ts';
import type { Organization } from '../domain/organization.ts';
import type { RoleProblem } from '../domain/role-change.ts';
import { commands } from '../ids.ts';
import { form, problemMrkdwn, role as text } from '../text/index.ts';
import { type Message, textMessage } from './message.ts';

/** For whoever changed a role. */
export const roleChangedMessage = (
  organization: Organization,
  invitee: Invitee,
  changed: { from: string | undefined; to: string },
): Message =>
  textMessage([
    text.changed(organization.name, invitee, {
      to: changed.to,
      ...(changed.from !== undefined && { from: changed.from }),
    }),
  ]);

/** Why a role was not changed. */
export function roleProblemMessage(
  { organization, connectedBy }: Pick<Connection, 'organization' | 'connectedBy'>,
  invitee: Invitee,
  problem: RoleProblem,
  reference: string | undefined,
): Message {
  const { name } = organization;
  switch (problem.kind) {
    case 'unreadable':
      return textMessage([text.unreadable(problem.failure)], reference);
    case 'not_member':
      return textMessage([text.notMember(name, invitee, commands.invite)]);
    case 'self':
      return textMessage([text.self]);
    case 'owner':
      return textMessage([text.owner(name)]);
    case 'above':
      return textMessage([text.above(problem.role, problem.own)]);
    case 'not_comparable':
      return textMessage([text.notComparable(problem.role)]);
    case 'unmatched':
      return textMessage([text.unmatched(problem.why, organization, connectedBy)]);
    case 'no_roles':
      return textMessage([form.noRoles(name)]);
    case 'protected':
      return textMessage([text.isProtected(name, invitee, problem.roleName)]);
    case 'changed_meanwhile':
      return textMessage([text.changedMeanwhile(name, invitee, problem.roleName)]);
    case 'same':
      return textMessage([text.same(name, invitee, problem.roleName)]);
    case 'unknown':
    case 'ambiguous':
      return textMessage([problemMrkdwn({ part: 'role', ...problem })]);
    case 'not_offered':
      return textMessage([text.notOfferedPlain]);
    case 'failed':
      return textMessage([text.failed(invitee, problem.failure)], reference);
    case 'unclear':
      return textMessage([text.unclear(invitee)], reference);
  }
}
