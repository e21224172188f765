import { home as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { inviteeOfBatch, inviteeOfInvitation } from '../modals/find-invitee.ts';
import { guardedForm } from '../modals/open-modal.ts';
import { openRoleForm } from '../modals/open-role-form.ts';
import { statusOf } from '../modals/status-of.ts';
import { personMenuSchema } from '../payloads/buttons.ts';

/** The menu beside somebody on App Home, or in the list of a batch: how they stand, or another role for them. */
export const personMenu =
  (deps: ListenerDeps, guards: { status: Guard<Connected>; role: Guard<Inviter> }) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { opener, act, whom } = personMenuSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const find =
      whom.batchId !== undefined
        ? inviteeOfBatch(deps, workspace, whom)
        : inviteeOfInvitation(deps, whom.invitationId);
    const open = {
      role: openRoleForm(guards.role, find),
      status: guardedForm(
        guards.status,
        waitingModal(text.statusPlain),
        async (connected, _, workspace) =>
          messageModal(
            await statusOf(deps, workspace, opener.userId, connected, find),
            text.statusPlain,
          ),
      ),
    }[act];
    return open(deps, workspace, client, opener);
  };
