import type { Origin, SlackWorkspace, SlackWorkspaceOf } from '../slack/workspaces.ts';
import type { ConnectionState, FindConnection } from '../usecases/find-connection.ts';

/** The workspace that a request comes from. */
export type Workspace = SlackWorkspace & {
  /** Its connection to Piper, read once per request. */
  find(): Promise<ConnectionState>;
};

/** Throws if a request does not name a workspace. */
export type WorkspaceOf = (origin: Origin) => Workspace;

export const createWorkspaceOf =
  (slackWorkspaceOf: SlackWorkspaceOf, findConnection: FindConnection): WorkspaceOf =>
  (origin) => {
    const workspace = slackWorkspaceOf(origin);
    let finding: Promise<ConnectionState> | undefined;
    return {
      ...workspace,
      find: () => {
        finding ??= findConnection(workspace.ref);
        return finding;
      },
    };
  };
