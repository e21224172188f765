import type { ListenerDeps } from '../deps.ts';
import type { ShortcutArgs } from '../middleware/error-boundary.ts';
import type { OpenForm } from '../modals/open-modal.ts';
import { globalShortcutSchema } from '../payloads/shortcuts.ts';

/** The shortcut that belongs to no message: opens the form. */
export const inviteShortcut =
  (deps: ListenerDeps, open: OpenForm) =>
  async ({ body, ack, client, context }: ShortcutArgs): Promise<void> => {
    const opener = globalShortcutSchema.parse(body);
    await ack();
    return open(deps, deps.workspaceOf(context), client, opener);
  };
