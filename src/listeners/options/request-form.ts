import { searchRoles } from '../../domain/roles.ts';
import { blockKit, slack } from '../../limits.ts';
import type { Decider, Opened } from '../../usecases/decide-request.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { rolesToApprove } from '../../usecases/roles-to-approve.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { leaveOutOption } from '../../views/change-request-modal.ts';
import { roleOption } from '../../views/role-select.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { OptionsArgs } from '../middleware/error-boundary.ts';
import { requestQuerySchema } from '../payloads/menus.ts';

type Option = ReturnType<typeof roleOption>;

/** Roles for the searchable menu of the form that changes a request. */
export const requestRoleOptions = (deps: ListenerDeps, guard: Guard<Connected>) =>
  menuOf(deps, guard, async (opened, decider, query) =>
    searchRoles(await rolesToApprove(deps.authorityOf, opened, decider), query).map(roleOption),
  );

/** People for the one of whom to leave out. */
export const leaveOutOptions = (deps: ListenerDeps, guard: Guard<Connected>) =>
  menuOf(deps, guard, async ({ request: { invites } }, _, query) => {
    const wanted = query.trim().toLowerCase();
    return invites
      .map(leaveOutOption)
      .filter((_, position) => invites[position]?.invitee.address.toLowerCase().includes(wanted));
  });

/**
 * A menu for those who may decide about a request. Empty if it cannot be read, or has changed since the form was opened, since a
 * menu cannot show an error.
 */
const menuOf =
  (
    deps: ListenerDeps,
    guard: Guard<Connected>,
    optionsOf: (opened: Opened, decider: Decider, query: string) => Promise<Option[]>,
  ) =>
  async ({ body, ack, context }: OptionsArgs): Promise<void> => {
    const { userId: by, query, requestId, revision } = requestQuerySchema.parse(body);
    const workspace = deps.workspaceOf(context);
    const work = async (): Promise<Option[]> => {
      const found = await guard(deps, workspace, by);
      if (!found.ok) return [];
      const decider = { workspace, connected: found.value, requestId, by };
      const open = await deps.decideRequest.open(decider);
      if (!open.ok || open.value.request.revision !== revision) return [];
      return optionsOf(open.value, decider, query);
    };
    const options = (await withTimeout(work(), slack.lookupBeforeAnswer)) ?? [];
    await ack({ options: options.slice(0, blockKit.selectOptions) });
  };
