import type { Connected } from '../../usecases/find-connection.ts';
import { listOpenInvites } from '../../usecases/list-open-invites.ts';
import { openInvitesMessage } from '../../views/lookup.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { pageButtonSchema } from '../payloads/buttons.ts';

/** The buttons that page through the list: the message is replaced with the other page. */
export const listPage =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async ({ body, ack, context }: ActionArgs): Promise<void> => {
    const { userId, responseUrl, offset } = pageButtonSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const { messenger, ref } = workspace;
    const to = { userId, responseUrl };
    const found = await guard(deps, workspace, userId);
    if (!found.ok) return messenger.replace(to, found.error);
    const { organization } = found.value.connection;
    const page = await listOpenInvites(deps, found.value, offset);
    return messenger.replace(to, openInvitesMessage({ ...page, reader: ref, organization }));
  };
