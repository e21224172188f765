import type { WorkspaceRef } from '../domain/connection.ts';
import { type InviteAdmins, inviteAdminsIn, type NamedInviteAdmin } from '../domain/policy.ts';
import type { OriginOf } from '../slack/messenger-of.ts';
import type { Origin, SlackWorkspace, SlackWorkspaceOf } from '../slack/workspaces.ts';
import type { ConnectionState, FindConnection } from '../usecases/find-connection.ts';

/** The workspace that a request comes from. */
export type Workspace = SlackWorkspace & {
  /** Its connection to Piper, read once per request. */
  find(): Promise<ConnectionState>;
  /** Those whom the process's configuration names for this workspace. */
  inviteAdmins: InviteAdmins;
};

/** Throws if a request does not name a workspace. */
export type WorkspaceOf = (origin: Origin) => Workspace;

export const createWorkspaceOf =
  (
    slackWorkspaceOf: SlackWorkspaceOf,
    findConnection: FindConnection,
    inviteAdmins: readonly NamedInviteAdmin[],
  ): WorkspaceOf =>
  (origin) => {
    const workspace = slackWorkspaceOf(origin);
    let finding: Promise<ConnectionState> | undefined;
    return {
      ...workspace,
      inviteAdmins: inviteAdminsIn(inviteAdmins, workspace.ref),
      find: () => {
        finding ??= findConnection(workspace.ref);
        return finding;
      },
    };
  };

/** A workspace without a request from it; undefined where the app is not installed. */
export type WorkspaceAt = (workspace: Partial<WorkspaceRef>) => Promise<Workspace | undefined>;

export const createWorkspaceAt =
  (originOf: OriginOf, workspaceOf: WorkspaceOf): WorkspaceAt =>
  async (workspace) => {
    const origin = await originOf(workspace);
    return origin && workspaceOf(origin);
  };
