import type { Invitee } from '../domain/invitation.ts';
import type { Organization } from '../domain/organization.ts';
import type { RoleProblem } from '../domain/role-change.ts';
import { commands } from '../ids.ts';
import { form, problemMrkdwn, role as text } from '../text/index.ts';
import { type Message, sentences } from './message.ts';

/** For whoever changed a role. */
export const roleChangedMessage = (
  organization: Organization,
  invitee: Invitee,
  changed: { from: string | undefined; to: string },
): Message =>
  sentences([
    text.changed(organization.name, invitee, {
      to: changed.to,
      ...(changed.from !== undefined && { from: changed.from }),
    }),
  ]);

/** Why a role was not changed. */
export function roleProblemMessage(
  organization: Organization,
  invitee: Invitee,
  problem: RoleProblem,
  reference: string | undefined,
): Message {
  const { name } = organization;
  switch (problem.kind) {
    case 'unreadable':
      return sentences([text.unreadable(problem.failure)], reference);
    case 'not_member':
      return sentences([text.notMember(name, invitee, commands.invite)]);
    case 'no_roles':
      return sentences([form.noRoles(name)]);
    case 'protected':
      return sentences([text.isProtected(name, invitee, problem.roleName)]);
    case 'same':
      return sentences([text.same(name, invitee, problem.roleName)]);
    case 'unknown':
    case 'ambiguous':
      return sentences([problemMrkdwn({ part: 'role', ...problem })]);
    case 'not_offered':
      return sentences([text.notOfferedPlain]);
    case 'failed':
      return sentences([text.failed(invitee, problem.failure)], reference);
    case 'unclear':
      return sentences([text.unclear(invitee)], reference);
  }
}
