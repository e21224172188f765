import type { Invitee } from '../../domain/invitation.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import type { RoleProblem } from '../../usecases/change-role.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import type { Message } from '../../views/message.ts';
import { roleChangedMessage, roleProblemMessage } from '../../views/role-messages.ts';
import type { ListenerDeps } from '../deps.ts';
import { organizationOf } from '../submit-batch.ts';

/** Changes a role for somebody who may; gives what they are told, and what was wrong. The confirmation shows it, too. */
export async function changeRole(
  deps: ListenerDeps,
  workspace: Workspace,
  connected: Connected,
  request: {
    invitee: Invitee;
    wanted: { id: string } | { typed: string };
    by: string;
    surface: string;
  },
): Promise<{ message: Message; problem?: RoleProblem }> {
  const { invitee, wanted, by, surface } = request;
  const reference = currentReference();
  const [organization, changed] = await Promise.all([
    organizationOf(connected),
    deps.changeRole.change({
      organization: connected,
      workspace: workspace.ref,
      address: invitee.address,
      wanted,
      by,
      surface,
      reference,
    }),
  ]);
  if (!changed.ok) {
    const problem = changed.error;
    if (problem.kind === 'failed') {
      deps.log.warn({ failure: problem.failure }, 'a role could not be changed');
    }
    return { message: roleProblemMessage(organization, invitee, problem, reference), problem };
  }
  const { batchId } = changed.value;
  if (batchId) await deps.updateConfirmation(batchId);
  return { message: roleChangedMessage(organization, invitee, changed.value) };
}
