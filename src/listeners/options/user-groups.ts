import { blockKit, slack } from '../../limits.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { option } from '../../views/role-select.ts';
import type { ListenerDeps } from '../deps.ts';
import type { OptionsArgs } from '../middleware/error-boundary.ts';
import { menuQuerySchema } from '../payloads/invite-form.ts';

/** User groups for the menu in which somebody chooses whom to invite, for those who may. Where Slack does not tell, it stays empty. */
export const userGroupOptions =
  ({ workspaceOf, authorize, log }: ListenerDeps) =>
  async ({ body, ack, context }: OptionsArgs): Promise<void> => {
    const { userId, query } = menuQuerySchema.parse(body);
    const workspace = workspaceOf(context);
    const state = await workspace.find();
    if (state.kind !== 'connected') return ack({ options: [] });
    const looked = await withTimeout(
      Promise.all([
        authorize.toInvite(workspace, userId, state.connection.settings),
        workspace.userGroups.list(),
      ]),
      slack.lookupBeforeAnswer,
    );
    const [authorized, groups] = looked ?? [];
    if (!groups?.ok) log.warn({ why: groups?.error }, 'the menu of user groups stays empty');
    const wanted = query.trim().toLowerCase();
    const found =
      authorized?.allowed && groups?.ok
        ? groups.value.filter(({ name }) => name.toLowerCase().includes(wanted))
        : [];
    await ack({
      options: found.slice(0, blockKit.selectOptions).map(({ id, name }) => option(id, name)),
    });
  };
