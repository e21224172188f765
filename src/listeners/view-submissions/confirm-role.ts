import { role } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { roleChangedMessage } from '../../views/role-messages.ts';
import { roleChangingModal, roleResultModal } from '../../views/role-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { answerSubmission } from '../modals/answer-submission.ts';
import { roleProblem } from '../modals/role-problem.ts';
import { roleConfirmationSchema } from '../payloads/role-form.ts';
import type { Workspace } from '../workspace.ts';

/**
 * A change of a role was confirmed: whether it may be made is decided again, and it is made. The result is shown in the modal, or
 * in a private message if it has been closed.
 */
export const roleConfirmation =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async (args: SubmissionArgs): Promise<void> => {
    const confirmed = roleConfirmationSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const message = change(deps, workspace, guard, confirmed);
    const answer = message.then((message) => ({ view: roleResultModal(message) }));
    await answerSubmission(deps, args, answer, roleChangingModal(), async () =>
      workspace.messenger.tell({ userId: confirmed.userId }, await message),
    );
  };

async function change(
  deps: ListenerDeps,
  workspace: Workspace,
  guard: Guard<Inviter>,
  { userId, target, from, to }: ReturnType<typeof roleConfirmationSchema.parse>,
): Promise<Message> {
  const found = await guard(deps, workspace, userId);
  if (!found.ok) return found.error;
  const { organization } = found.value.connection;
  const { organizationId, ...invitee } = target;
  if (organization.id !== organizationId) {
    return textMessage([role.otherOrganization(organization.name)]);
  }
  const reference = currentReference();
  const changed = await deps.changeRole.change({
    organization: found.value,
    workspace: workspace.ref,
    address: invitee.address,
    from,
    to,
    by: userId,
    surface: 'form',
    reference,
  });
  if (changed.ok) return roleChangedMessage(organization, invitee, changed.value);
  const problem = changed.error;
  if (problem.kind === 'failed')
    deps.log.warn({ failure: problem.failure }, 'role was not changed');
  return roleProblem({ workspace, userId, connected: found.value }, invitee, problem);
}
