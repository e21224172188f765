import type { ConnectionSettings, WhoMayInvite } from '../../domain/connection.ts';
import { parseDomains } from '../../domain/domains.ts';
import { isOffered } from '../../domain/policy.ts';
import type { Quota } from '../../domain/rule.ts';
import { settingsFields } from '../../ids.ts';
import { quota as quotaLimits } from '../../limits.ts';
import { connecting } from '../../text/index.ts';
import type { settingsSchema } from '../payloads/connection-forms.ts';
import { wholeNumber } from '../payloads/number.ts';

export type SettingsInput = ReturnType<typeof settingsSchema.parse>;

/** The settings from the form, or errors by field. Fields that were not shown keep their former values. */
export function settingsOf(
  input: SettingsInput,
  former: ConnectionSettings,
): ConnectionSettings | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const { userIds, channel } = input;
  const { roleIds = [], beyondOwnRole = false, defaultRoleId } = input.roles ?? former;
  if (beyondOwnRole && roleIds.length === 0) {
    errors[settingsFields.beyond] = connecting.noListPlain;
  }
  const remindAfterDays = input.remindAfterDays ?? former.remindAfterDays;
  const formerly = former.whoMayInvite;
  const userGroupIds =
    input.userGroupIds ?? (formerly.kind === 'chosen' ? formerly.userGroupIds : []);
  if (input.who === 'chosen' && userIds.length + userGroupIds.length === 0) {
    errors[settingsFields.users] = connecting.nobodyChosenPlain;
  }
  const { domains, leftovers } = parseDomains(input.domains);
  if (leftovers.length > 0) {
    errors[settingsFields.domains] = connecting.notADomainPlain(leftovers);
  }
  const quota = quotaOf(input.quota);
  if (quota === 'wrong') errors[settingsFields.quota] = connecting.notAQuotaPlain;
  if (input.isAnnounced && !channel) {
    errors[settingsFields.announce] = connecting.noChannelPlain;
  }
  const whoMayInvite: WhoMayInvite =
    input.who === 'chosen' ? { kind: 'chosen', userIds, userGroupIds } : { kind: input.who };
  const roleChangers = {
    userIds: input.roleChangerIds,
    userGroupIds: input.roleChangerGroupIds ?? former.roleChangers?.userGroupIds ?? [],
  };
  const hasRoleChangers = Object.values(roleChangers).flat().length > 0;
  const { rules, asking } = former;
  const settings: ConnectionSettings = {
    whoMayInvite,
    domains,
    ...(roleIds.length > 0 && { roleIds }),
    ...(beyondOwnRole && { beyondOwnRole }),
    ...(defaultRoleId && { defaultRoleId }),
    ...(channel && { channel }),
    ...(remindAfterDays !== undefined && { remindAfterDays }),
    ...(quota && quota !== 'wrong' && { quota }),
    ...(hasRoleChangers && { roleChangers }),
    ...(rules && { rules }),
    ...(asking && { asking }),
  };
  if (defaultRoleId && !isOffered({ id: defaultRoleId }, settings)) {
    errors[settingsFields.defaultRole] = connecting.notOfferedPlain;
  }
  return Object.keys(errors).length > 0 ? { errors } : settings;
}

/** Undefined where nothing was written. */
function quotaOf(typed: string): Quota | 'wrong' | undefined {
  if (typed.trim() === '') return undefined;
  const { data: invites } = wholeNumber.safeParse(typed.trim());
  const { least, most } = quotaLimits;
  const isRight = invites !== undefined && invites >= least && invites <= most;
  return isRight ? { invites, fate: 'deny' } : 'wrong';
}
