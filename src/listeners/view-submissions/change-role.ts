import { roleFields } from '../../ids.ts';
import { role } from '../../text/index.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { roleChangingModal } from '../../views/role-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { changeRoleResponse } from '../modals/change-role-response.ts';
import { roleSubmissionSchema } from '../payloads/role-form.ts';
import type { Workspace } from '../workspace.ts';

/** The role form was submitted. The result is shown in the modal, or in a private message if it has been closed. */
export const roleSubmission =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async (args: SubmissionArgs): Promise<void> => {
    const input = roleSubmissionSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const work = answerTo(deps, workspace, guard, input);
    const answer = work.then(({ answer }) => answer);
    await answerSubmission(deps, args, answer, roleChangingModal(), async () =>
      workspace.messenger.tell({ userId: input.userId }, (await work).message),
    );
  };

async function answerTo(
  deps: ListenerDeps,
  workspace: Workspace,
  guard: Guard<Inviter>,
  { userId, roleId, target }: ReturnType<typeof roleSubmissionSchema.parse>,
): Promise<{ message: Message; answer: Answer }> {
  const say = (message: Message) => ({
    message,
    answer: { view: messageModal(message, role.titlePlain) },
  });
  const found = await guard(deps, workspace, userId);
  if (!found.ok) return say(found.error);
  const { organization } = found.value.connection;
  const { organizationId, ...invitee } = target;
  if (organization.id !== organizationId) {
    return say(textMessage([role.otherOrganization(organization.name)]));
  }
  const { message, problem } = await changeRoleResponse(deps, workspace, found.value, {
    invitee,
    wanted: { id: roleId },
    by: userId,
    surface: 'form',
  });
  if (problem?.kind !== 'not_offered') return say(message);
  const errors = { [roleFields.newRole]: role.notOfferedPlain };
  return { message, answer: { errors, late: messageModal(message, role.titlePlain) } };
}
