import type { Asking } from '../domain/asking.ts';
import type { WorkspaceRef } from '../domain/connection.ts';
import type { Messenger } from '../slack/messenger.ts';
import type { SlackWorkspace } from '../slack/workspaces.ts';
import type { ConnectionState } from '../usecases/find-connection.ts';
import type { Connections } from '../usecases/ports/connections.ts';
import type { Channels, UserGroups } from '../usecases/ports/slack.ts';

/** A workspace as far as people there are told of requests; `asking` is what its settings say now. */
export type RequestWorkspace = {
  messenger: Messenger;
  userGroups: Pick<UserGroups, 'members'>;
  channels: Pick<Channels, 'look'>;
  asking: Asking | undefined;
  /** Slack user ID of whoever connected the workspace, who is asked where nobody else can be. */
  connectedBy: string | undefined;
  /** Keeps which channel did not take a request, for those who may change that; undefined where it did. */
  noteChannel: (refused: string | undefined) => Promise<void>;
};

/** Undefined where the app is not installed. */
export type RequestWorkspaceOf = (workspace: WorkspaceRef) => Promise<RequestWorkspace | undefined>;

/** Finds workspaces as they are connected now. */
export const createRequestWorkspaceOf =
  (deps: {
    workspaceAt: (
      workspace: WorkspaceRef,
    ) => Promise<(SlackWorkspace & { find(): Promise<ConnectionState> }) | undefined>;
    connections: Pick<Connections, 'noteChannel'>;
  }): RequestWorkspaceOf =>
  async (ref) => {
    const workspace = await deps.workspaceAt(ref);
    if (!workspace) return undefined;
    const { messenger, userGroups, channels } = workspace;
    const state = await workspace.find();
    const connection = state.kind === 'connected' ? state.connection : undefined;
    return {
      messenger,
      userGroups,
      channels,
      asking: connection?.settings.asking,
      connectedBy: connection?.connectedBy,
      noteChannel: async (channel) => {
        if (!connection || connection.refusedChannel === channel) return;
        await deps.connections.noteChannel(connection.id, channel);
      },
    };
  };
