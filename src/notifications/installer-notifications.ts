import type { Logger } from 'pino';
import type { WorkspaceRef } from '../domain/connection.ts';
import type { Messenger } from '../slack/messenger.ts';
import type { Authorize, Directory } from '../usecases/authorize.ts';
import type { ConnectionState } from '../usecases/find-connection.ts';
import { installedMessage } from '../views/connection-messages.ts';

/** Where the app was installed, what Slack calls that, and by whom (a Slack user ID). */
export type Installed = { workspace: Partial<WorkspaceRef>; name: string; userId: string };

/** Shows whoever has installed the app the way on, by direct message. Never rejects: what fails is logged. */
export const createInstallerNotifications =
  (deps: {
    workspaceAt: (
      workspace: Partial<WorkspaceRef>,
    ) => Promise<
      (Directory & { messenger: Messenger; find(): Promise<ConnectionState> }) | undefined
    >;
    authorize: Pick<Authorize, 'toConnect'>;
    log: Logger;
  }) =>
  async ({ workspace: ref, name, userId }: Installed): Promise<void> => {
    try {
      const workspace = await deps.workspaceAt(ref);
      if (!workspace || (await workspace.find()).kind !== 'none') return;
      const decision = await deps.authorize.toConnect(workspace, userId);
      // Where Slack can't tell, the button finds out.
      const mayConnect = decision.allowed || decision.reason !== 'not_chosen';
      const inviteAdmins = [...workspace.inviteAdmins];
      await workspace.messenger.tell(
        { userId },
        installedMessage({ name, mayConnect, inviteAdmins }),
      );
    } catch (error) {
      deps.log.error({ workspace: ref, err: error }, 'installer not notified');
    }
  };
