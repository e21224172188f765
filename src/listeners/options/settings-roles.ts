import type { Role } from '../../domain/organization.ts';
import { searchRoles } from '../../domain/roles.ts';
import { blockKit, slack } from '../../limits.ts';
import type { Connected, ConnectionState } from '../../usecases/find-connection.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { roleOption } from '../../views/role-select.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { OptionsArgs } from '../middleware/error-boundary.ts';
import { parseSettingsTarget } from '../payloads/connection-forms.ts';
import { settingsRoleQuerySchema } from '../payloads/menus.ts';

/** Roles for the searchable menus in the settings. Empty if they cannot be read, since a menu cannot show an error. */
export const settingsRoleOptions =
  (
    deps: ListenerDeps,
    guards: { workspace: Guard<ConnectionState>; connection: Guard<Connected> },
  ) =>
  async ({ body, ack, context }: OptionsArgs): Promise<void> => {
    const { userId, query, metadata } = settingsRoleQuerySchema.parse(body);
    const target = parseSettingsTarget(metadata);
    const workspace = deps.workspaceOf(context);
    const work = async (): Promise<Role[]> => {
      if ('connectionId' in target) {
        const found = await guards.connection(deps, workspace, userId);
        const roles = found.ok ? await found.value.piper.roles() : found;
        return roles.ok ? roles.value : [];
      }
      const admin = await guards.workspace(deps, workspace, userId);
      if (!admin.ok) return [];
      const { pendingId, organizationId } = target;
      const { ref } = workspace;
      const opened = await deps.connectWorkspace.open(pendingId, organizationId, ref, userId);
      return opened.ok ? opened.value.roles : [];
    };
    const roles = (await withTimeout(work(), slack.lookupBeforeAnswer)) ?? [];
    const found = searchRoles(roles, query).slice(0, blockKit.selectOptions);
    await ack({ options: found.map(roleOption) });
  };
