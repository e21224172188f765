import { offeredRoles, searchRoles } from '../../domain/roles.ts';
import { blockKit, slack } from '../../limits.ts';
import { roleOption } from '../../views/role-select.ts';
import { within } from '../../within.ts';
import type { ListenerDeps } from '../deps.ts';
import type { OptionsArgs } from '../errors.ts';
import { menuQuerySchema } from '../payloads.ts';

/**
 * Roles for the searched menu, for those who may invite. A menu has no room for an error: where the roles cannot be read in
 * time it stays empty, and sending the form says why.
 */
export const roleOptions =
  ({ workspaceOf, authorize, log }: ListenerDeps) =>
  async ({ body, ack, context }: OptionsArgs): Promise<void> => {
    const { userId, query } = menuQuerySchema.parse(body);
    const workspace = workspaceOf(context);
    const state = await workspace.find();
    if (state.kind !== 'connected') return ack({ options: [] });
    const { piper, connection } = state;
    const looked = await within(
      slack.lookUpBeforeAnswer,
      Promise.all([authorize.toInvite(workspace, userId, connection.settings), piper.roles()]),
    );
    const [authorized, roles] = looked ?? [];
    if (!roles?.ok) log.warn({ failure: roles?.error }, 'the menu of roles stays empty');
    const offered = authorized?.allowed && roles?.ok ? roles.value : [];
    const found = searchRoles(offeredRoles(offered, connection.settings), query);
    await ack({ options: found.slice(0, blockKit.selectOptions).map(roleOption) });
  };
