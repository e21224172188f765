import type { Connection } from '../domain/connection.ts';
import type { Invitee } from '../domain/invitation.ts';
import type { Organization } from '../domain/organization.ts';
import type { RoleProblem } from '../domain/role-change.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { commands } from '../ids.ts';
import { form, problemMrkdwn, role as text } from '../text/index.ts';
import { type Message, textMessage } from './message.ts';
import { withRemedy } from './token-remedy.ts';

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

/** Why a role was not changed; `token` is what the reader can do where Piper refused the token. */
export function roleProblemMessage(
  { organization, connectedBy }: Pick<Connection, 'organization' | 'connectedBy'>,
  invitee: Invitee,
  problem: RoleProblem,
  reference: string | undefined,
  token?: TokenRemedy,
): Message {
  const { name } = organization;
  switch (problem.kind) {
    case 'unreadable':
      return withRemedy(textMessage([text.unreadable(problem.failure, token)], reference), token);
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
      return withRemedy(
        textMessage([text.failed(invitee, problem.failure, token)], reference),
        token,
      );
    case 'unclear':
      return textMessage([text.unclear(invitee)], reference);
  }
}
