import { type Reach, reachOf } from '../../domain/policy.ts';
import { err, ok } from '../../domain/result.ts';
import type { Connected, ConnectionState } from '../../usecases/find-connection.ts';
import {
  connectDenialMessage,
  fixedConnectionMessage,
  nothingToChangeMessage,
} from '../../views/connection-messages.ts';
import type { Guard } from './guard.ts';
import { helperFor, unreadableConnection } from './require-connection.ts';

/** The workspace's present connection, if any, for somebody who may connect the workspace. */
export const requireWorkspaceAdmin: Guard<ConnectionState> = adminOf(() => 'workspace');

/** The same for somebody who may connect the workspace's whole Enterprise organization. */
export const requireEnterpriseAdmin: Guard<ConnectionState> = adminOf(() => 'enterprise');

/** The connection, for somebody who may change it. */
export const requireConnectionAdmin: Guard<Connected> = async (deps, workspace, userId) => {
  const admin = await requireAdminOfConnection(deps, workspace, userId);
  if (!admin.ok) return admin;
  const state = admin.value;
  switch (state.kind) {
    case 'connected':
      return ok(state);
    case 'unreadable':
      return err(unreadableConnection(deps, workspace, state));
    case 'none':
      return err(nothingToChangeMessage({ mayConnect: true }));
  }
};

const requireAdminOfConnection = adminOf((state) =>
  state.kind === 'connected' ? reachOf(state.connection) : 'workspace',
);

function adminOf(reachOfState: (state: ConnectionState) => Reach): Guard<ConnectionState> {
  return async ({ authorize }, workspace, userId) => {
    const state = await workspace.find();
    const reach = reachOfState(state);
    const decision = await authorize.toConnect(workspace, userId, reach);
    if (!decision.allowed) {
      const helper = state.kind === 'connected' ? helperFor(userId, state) : undefined;
      return err(connectDenialMessage(decision.reason, [...workspace.inviteAdmins], reach, helper));
    }
    return state.kind === 'connected' && state.isFixed ? err(fixedConnectionMessage()) : ok(state);
  };
}
