import type { Role } from '../../domain/organization.ts';
import { offeredRoles, searchRoles } from '../../domain/roles.ts';
import { blockKit, slack } from '../../limits.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { roleOption } from '../../views/role-select.ts';
import type { ListenerDeps } from '../deps.ts';
import type { OptionsArgs } from '../middleware/error-boundary.ts';
import { menuQuerySchema } from '../payloads/invite-form.ts';

/**
 * Roles for the searched menu, for those who may invite. A menu has no room for an error: where the roles cannot be read in
 * time it stays empty, and sending the form says why.
 */
export const roleOptions =
  ({ workspaceOf, authorize, log }: ListenerDeps) =>
  async ({ body, ack, context }: OptionsArgs): Promise<void> => {
    const { userId, query } = menuQuerySchema.parse(body);
    const workspace = workspaceOf(context);
    const work = async (): Promise<Role[]> => {
      const state = await workspace.find();
      if (state.kind !== 'connected') return [];
      const { piper, connection } = state;
      const [authorized, roles] = await Promise.all([
        authorize.toInvite(workspace, userId, connection.settings),
        piper.roles(),
      ]);
      if (!roles.ok) log.warn({ failure: roles.error }, 'the menu of roles stays empty');
      return authorized.allowed && roles.ok ? offeredRoles(roles.value, connection.settings) : [];
    };
    const offered = (await withTimeout(work(), slack.lookupBeforeAnswer)) ?? [];
    const found = searchRoles(offered, query);
    await ack({ options: found.slice(0, blockKit.selectOptions).map(roleOption) });
  };
