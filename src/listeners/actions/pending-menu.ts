import { home as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { inviteeOfInvitation } from '../modals/find-invitee.ts';
import { guardedForm } from '../modals/open-modal.ts';
import { openRoleForm } from '../modals/open-role-form.ts';
import { statusOf } from '../modals/status-of.ts';
import { moreMenuSchema } from '../payloads/home.ts';

/** The menu beside a pending invite on App Home: how the person stands, or another role for them. */
export const pendingMenu =
  (deps: ListenerDeps, guards: { status: Guard<Connected>; role: Guard<Inviter> }) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { opener, act, invitationId } = moreMenuSchema.parse(body);
    await ack();
    const find = inviteeOfInvitation(deps, invitationId);
    const open = {
      role: openRoleForm(guards.role, find),
      status: guardedForm(
        guards.status,
        waitingModal(text.statusPlain),
        async (connected, _, workspace) =>
          messageModal(await statusOf(deps, workspace, connected, find), text.statusPlain),
      ),
    }[act];
    return open(deps, deps.workspaceOf(context), client, opener);
  };
