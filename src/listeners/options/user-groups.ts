import type { UserGroup } from '../../domain/person.ts';
import { blockKit, slack } from '../../limits.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { option } from '../../views/role-select.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { OptionsArgs } from '../middleware/error-boundary.ts';
import { menuQuerySchema } from '../payloads/menus.ts';

/** User groups for the menu of whom to invite. Empty if Slack cannot list them, since a menu cannot show an error. */
export const userGroupOptions =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async ({ body, ack, context }: OptionsArgs): Promise<void> => {
    const { userId, query } = menuQuerySchema.parse(body);
    const workspace = deps.workspaceOf(context);
    const work = async (): Promise<UserGroup[]> => {
      const found = await guard(deps, workspace, userId);
      if (!found.ok) return [];
      const groups = await workspace.userGroups.list();
      if (!groups.ok)
        deps.log.warn({ why: groups.error }, 'user groups could not be read for a menu');
      return groups.ok ? groups.value : [];
    };
    const wanted = query.trim().toLowerCase();
    const groups = (await withTimeout(work(), slack.lookupBeforeAnswer)) ?? [];
    const found = groups.filter(({ name }) => name.toLowerCase().includes(wanted));
    await ack({
      options: found.slice(0, blockKit.selectOptions).map(({ id, name }) => option(id, name)),
    });
  };
