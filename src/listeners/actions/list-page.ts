import { openInvites } from '../commands/list.ts';
import type { ListenerDeps } from '../deps.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { pageButtonSchema } from '../payloads/invite-form.ts';

/** Another page of who is pending was asked for: it comes in the place of this one. */
export const openInvitesButton =
  (deps: ListenerDeps) =>
  async ({ body, ack, context }: ActionArgs): Promise<void> => {
    const { userId, responseUrl, offset } = pageButtonSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const message = await openInvites(deps, workspace, userId, offset);
    return workspace.messenger.replace({ userId, responseUrl }, message);
  };
