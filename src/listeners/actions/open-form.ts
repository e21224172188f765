import type { ListenerDeps } from '../deps.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import type { OpenForm } from '../modals/open-modal.ts';
import { buttonSchema } from '../payloads/buttons.ts';

/** A button that opens one of the forms. */
export const formButton =
  (deps: ListenerDeps, open: OpenForm) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const opener = buttonSchema.parse(body);
    await ack();
    return open(deps, deps.workspaceOf(context), client, opener);
  };
