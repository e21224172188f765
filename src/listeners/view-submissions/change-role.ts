import { roleFields } from '../../ids.ts';
import { role } from '../../text/index.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { roleLoadingModal } from '../../views/role-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { confirmRole } from '../modals/confirm-role.ts';
import { roleSubmissionSchema } from '../payloads/role-form.ts';
import type { Workspace } from '../workspace.ts';

/** The role form was submitted: what would be changed is shown on top of it, to be confirmed. */
export const roleSubmission =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async (args: SubmissionArgs): Promise<void> => {
    const input = roleSubmissionSchema.parse(args.body);
    const answer = answerTo(deps, deps.workspaceOf(args.context), guard, input);
    const meanwhile = { ...roleLoadingModal(role.backPlain), external_id: deps.newId() };
    await answerSubmission(deps, args, answer, meanwhile);
  };

async function answerTo(
  deps: ListenerDeps,
  workspace: Workspace,
  guard: Guard<Inviter>,
  { userId, roleId, target }: ReturnType<typeof roleSubmissionSchema.parse>,
): Promise<Answer> {
  const view = (message: Message) => messageModal(message, role.titlePlain, role.backPlain);
  const found = await guard(deps, workspace, userId);
  if (!found.ok) return { view: view(found.error) };
  const { organization } = found.value.connection;
  const { organizationId, ...invitee } = target;
  if (organization.id !== organizationId) {
    return { view: view(textMessage([role.otherOrganization(organization.name)])) };
  }
  const about = { invitee, wanted: { id: roleId } };
  const confirmation = await confirmRole(
    deps,
    { workspace, userId, connected: found.value },
    about,
    { isAlone: false },
  );
  if (confirmation.ok) return { view: confirmation.value };
  const { problem, message } = confirmation.error;
  return problem.kind === 'not_offered'
    ? { errors: { [roleFields.newRole]: role.notOfferedPlain }, late: view(message) }
    : { view: view(message) };
}
