import type { Connected } from '../../usecases/find-connection.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { listedPage } from '../modals/listed-page.ts';
import { pageButtonSchema } from '../payloads/buttons.ts';

/** The buttons that page through the list: the message is replaced with the other page. */
export const listPage =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async ({ body, ack, context }: ActionArgs): Promise<void> => {
    const { userId, responseUrl, offset } = pageButtonSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const page = await listedPage(deps, workspace, guard, userId, offset);
    return workspace.messenger.replace({ userId, responseUrl }, page);
  };
