import type { ListenerDeps } from '../deps.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import type { LedToConnect } from '../modals/led-to-connect.ts';
import type { OpenForm } from '../modals/open-modal.ts';
import { buttonSchema } from '../payloads/buttons.ts';

/** The button that connects a workspace, or renews its token; the message that it is in is replaced once that is done. */
export const connectButton =
  (deps: ListenerDeps, ledToConnect: LedToConnect, open: OpenForm) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const opener = buttonSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    ledToConnect.pressed({ workspace, userId: opener.userId }, opener.responseUrl);
    return open(deps, workspace, client, opener);
  };
