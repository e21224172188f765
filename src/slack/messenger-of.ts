import type { WorkspaceRef } from '../domain/connection.ts';
import type { Messenger } from './messenger.ts';
import type { Origin, SlackWorkspace } from './workspaces.ts';

/** Where requests from a workspace would come from; undefined where the app is not installed, or its token cannot be read. */
export type OriginOf = (workspace: Partial<WorkspaceRef>) => Promise<Origin | undefined>;

/**
 * Finds the token for a workspace without a request from it: the app is installed in the workspace itself, or in the whole
 * Enterprise organization that it is in. `authorize` gives the token of an installation, if there is one.
 */
export const createOriginOf =
  (authorize: (origin: Origin) => Promise<Partial<Origin>>): OriginOf =>
  async ({ teamId, enterpriseId }) => {
    for (const isEnterpriseInstall of [false, true]) {
      const origin = { teamId, enterpriseId, isEnterpriseInstall };
      const access = await authorize(origin);
      if (access.botToken) return { ...origin, ...access };
    }
    return undefined;
  };

/** The messenger of a workspace; undefined where the app is not installed, or its token cannot be read. */
export type MessengerOf = (workspace: Partial<WorkspaceRef>) => Promise<Messenger | undefined>;

/** Opens a messenger without a request from the workspace. */
export const createMessengerOf =
  (originOf: OriginOf, workspaceOf: (origin: Origin) => SlackWorkspace): MessengerOf =>
  async (workspace) => {
    const origin = await originOf(workspace);
    return origin && workspaceOf(origin).messenger;
  };
