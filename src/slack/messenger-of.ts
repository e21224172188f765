import type { WorkspaceRef } from '../domain/connection.ts';
import type { Messenger } from './messenger.ts';
import type { Origin, SlackWorkspace } from './workspaces.ts';

/** The messenger of a workspace; undefined where the app is not installed, or its token cannot be read. */
export type MessengerOf = (workspace: Partial<WorkspaceRef>) => Promise<Messenger | undefined>;

/**
 * Opens a messenger without a request from the workspace: the app is installed in the workspace itself, or in the whole
 * Enterprise organization that it is in. `authorize` gives the token of an installation, if there is one.
 */
export const createMessengerOf =
  (
    authorize: (origin: Origin) => Promise<Partial<Origin>>,
    workspaceOf: (origin: Origin) => SlackWorkspace,
  ): MessengerOf =>
  async ({ teamId, enterpriseId }) => {
    for (const isEnterpriseInstall of [false, true]) {
      const origin = { teamId, enterpriseId, isEnterpriseInstall };
      const access = await authorize(origin);
      if (access.botToken) return workspaceOf({ ...origin, ...access }).messenger;
    }
    return undefined;
  };
