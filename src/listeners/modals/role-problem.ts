import type { Invitee } from '../../domain/invitation.ts';
import type { RoleProblem } from '../../domain/role-change.ts';
import { remedyAfter } from '../../usecases/token-remedy.ts';
import { currentReference } from '../../utils/request-reference.ts';
import type { Message } from '../../views/message.ts';
import { roleProblemMessage } from '../../views/role-messages.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { Workspace } from '../workspace.ts';

/** Who changes a role (a Slack user ID), and what they may have done. */
export type RoleGiver = { workspace: Workspace; userId: string; connected: Inviter };

/** Why a role was not changed, and what its giver can do about it. */
export async function roleProblem(
  { workspace, userId, connected }: RoleGiver,
  invitee: Invitee,
  problem: RoleProblem,
): Promise<Message> {
  const failure = 'failure' in problem ? problem.failure : undefined;
  const token = await remedyAfter(failure, workspace, userId, connected);
  return roleProblemMessage(connected.connection, invitee, problem, currentReference(), token);
}
