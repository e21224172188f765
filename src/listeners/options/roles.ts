import type { Role } from '../../domain/organization.ts';
import { searchRoles } from '../../domain/roles.ts';
import { blockKit, slack } from '../../limits.ts';
import { type Authority, invitableBy } from '../../usecases/authority.ts';
import { changeableRoles } from '../../usecases/change-role.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { roleOption } from '../../views/role-select.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { OptionsArgs } from '../middleware/error-boundary.ts';
import { menuQuerySchema } from '../payloads/menus.ts';

/** Those of an organization's roles that a menu offers to somebody. */
type Offer = (roles: readonly Role[], authority: Authority, inviter: Inviter) => Role[];

/** To whoever invites, whoever changes the role of a member, and whoever searches in the past. */
export const toInvite: Offer = (roles, authority) => invitableBy(authority, roles);
export const toChange: Offer = (roles, { own }, { connection }) =>
  own.kind === 'known' ? changeableRoles(roles, connection, own.own) : [];
export const toFind: Offer = (roles) => [...roles];

/**
 * Roles for the searchable menu. A menu cannot show an error: if the roles cannot be read in time, it stays empty, and submitting
 * the form says why.
 */
export const roleOptions =
  (deps: ListenerDeps, guard: Guard<Inviter>, offer: Offer) =>
  async ({ body, ack, context }: OptionsArgs): Promise<void> => {
    const { userId, query } = menuQuerySchema.parse(body);
    const work = async (): Promise<Role[]> => {
      const found = await guard(deps, deps.workspaceOf(context), userId);
      if (!found.ok) return [];
      const { piper, authority } = found.value;
      const [roles, may] = await Promise.all([piper.roles(), authority('recent')]);
      if (!roles.ok) deps.log.warn({ failure: roles.error }, 'roles could not be read for a menu');
      return roles.ok ? offer(roles.value, may, found.value) : [];
    };
    const offered = (await withTimeout(work(), slack.lookupBeforeAnswer)) ?? [];
    const found = searchRoles(offered, query);
    await ack({ options: found.slice(0, blockKit.selectOptions).map(roleOption) });
  };
