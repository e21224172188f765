import { roleFields } from '../../ids.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { role } from '../../text/index.ts';
import { type Message, sentences } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { roleChangingModal } from '../../views/role-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { connectionForInviter } from '../guards/require-inviter.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { changeRole } from '../modals/change-role-response.ts';
import { type Answer, answerSubmission } from '../modals/open-modal.ts';
import { type RoleTarget, roleSubmissionSchema } from '../payloads/invite-form.ts';
import { organizationOf } from '../submit-batch.ts';

type Given = { userId: string; roleId: string; target: RoleTarget };

/** A new role was chosen: the modal says what Piper answered, or a private message where it was closed meanwhile. */
export const roleSubmission =
  (deps: ListenerDeps) =>
  async (args: SubmissionArgs): Promise<void> => {
    const given = roleSubmissionSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const work = answerTo(deps, workspace, given);
    const answer = work.then(({ answer }) => answer);
    await answerSubmission(deps, args, answer, roleChangingModal(), async () =>
      workspace.messenger.tell({ userId: given.userId }, (await work).message),
    );
  };

async function answerTo(
  deps: ListenerDeps,
  workspace: Workspace,
  { userId, roleId, target }: Given,
): Promise<{ message: Message; answer: Answer }> {
  const say = (message: Message) => ({
    message,
    answer: { view: messageModal(message, role.titlePlain) },
  });
  const found = await connectionForInviter(deps, workspace, userId, { isReading: false });
  if ('denial' in found) return say(found.denial);
  if (found.connection.organization.id !== target.organizationId) {
    const { name } = await organizationOf(found);
    return say(sentences([role.otherOrganization(name)]));
  }
  const { organizationId: _, ...invitee } = target;
  const { message, problem } = await changeRole(deps, workspace, found, {
    invitee,
    wanted: { id: roleId },
    by: userId,
    surface: 'form',
  });
  if (problem?.kind !== 'not_offered') return say(message);
  const errors = { [roleFields.newRole]: role.notOfferedPlain };
  return { message, answer: { errors, late: messageModal(message, role.titlePlain) } };
}
