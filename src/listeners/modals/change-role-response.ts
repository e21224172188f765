import type { Invitee } from '../../domain/invitation.ts';
import type { RoleProblem } from '../../domain/role-change.ts';

import { currentReference } from '../../utils/request-reference.ts';
import type { Message } from '../../views/message.ts';
import { roleChangedMessage, roleProblemMessage } from '../../views/role-messages.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { Workspace } from '../workspace.ts';

/** Changes a role; returns the message for the person who asked, and the problem, if there was one. `by` is a Slack user ID. */
export async function changeRoleResponse(
  { changeRole, log }: ListenerDeps,
  { ref }: Workspace,
  connected: Inviter,
  request: {
    invitee: Invitee;
    wanted: { id: string } | { typed: string };
    by: string;
    surface: 'command' | 'form';
  },
): Promise<{ message: Message; problem?: RoleProblem }> {
  const { invitee, ...change } = request;
  const { organization } = connected.connection;
  const reference = currentReference();
  const changed = await changeRole.change({
    ...change,
    organization: connected,
    workspace: ref,
    address: invitee.address,
    reference,
  });
  if (changed.ok) return { message: roleChangedMessage(organization, invitee, changed.value) };
  const problem = changed.error;
  if (problem.kind === 'failed') log.warn({ failure: problem.failure }, 'role was not changed');
  return {
    message: roleProblemMessage(connected.connection, invitee, problem, reference),
    problem,
  };
}
