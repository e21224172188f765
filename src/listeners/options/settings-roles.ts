import type { Role } from '../../domain/organization.ts';
import { searchRoles } from '../../domain/roles.ts';
import { blockKit, slack } from '../../limits.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { roleOption } from '../../views/role-select.ts';
import type { ListenerDeps } from '../deps.ts';
import { changeable, whyNotConnect } from '../guards/require-connection-admin.ts';
import type { OptionsArgs } from '../middleware/error-boundary.ts';
import {
  parseSettingsTarget,
  type SettingsTarget,
  settingsRoleQuerySchema,
} from '../payloads/connection-forms.ts';

/** Roles for the searched menus of the settings, for those who may change them. */
export const settingsRoleOptions =
  (deps: ListenerDeps) =>
  async ({ body, ack, context }: OptionsArgs): Promise<void> => {
    const { userId, query, metadata } = settingsRoleQuerySchema.parse(body);
    const work = rolesOf(deps, deps.workspaceOf(context), userId, parseSettingsTarget(metadata));
    const roles = (await withTimeout(work, slack.lookupBeforeAnswer)) ?? [];
    const found = searchRoles(roles, query).slice(0, blockKit.selectOptions);
    await ack({ options: found.map(roleOption) });
  };

/** None where they cannot be read: a menu has no room for an error. */
async function rolesOf(
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
  target: SettingsTarget,
): Promise<Role[]> {
  if ('connectionId' in target) {
    const found = await changeable(deps, workspace, userId);
    const roles = 'piper' in found ? await found.piper.roles() : undefined;
    return roles?.ok ? roles.value : [];
  }
  if (await whyNotConnect(deps, workspace, userId)) return [];
  const { pendingId, organizationId } = target;
  const opened = await deps.connectWorkspace.open(pendingId, organizationId, workspace.ref, userId);
  return opened.ok ? opened.value.roles : [];
}
