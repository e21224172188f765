import type { Asking } from '../domain/asking.ts';
import type { ConnectionSettings } from '../domain/connection.ts';

/** Settings as entries of the record have them, but for the rules besides their form. What isn't set is absent. */
export function settingsDetails(settings: ConnectionSettings): Record<string, string> {
  const { whoMayInvite, roleIds, defaultRoleId, channel, domains, roleChangers } = settings;
  const { beyondOwnRole, quota, remindAfterDays, asking } = settings;
  return {
    whoMayInvite: whoMayInvite.kind === 'chosen' ? listOf(whoMayInvite) : whoMayInvite.kind,
    ...(roleIds && { roles: roleIds.join(' ') }),
    ...(beyondOwnRole && { beyondOwnRole: 'yes' }),
    ...(defaultRoleId && { defaultRole: defaultRoleId }),
    ...(domains.length > 0 && { domains: domains.join(' ') }),
    ...(quota && { quota: `${quota.invites} ${quota.fate}` }),
    ...(roleChangers && { roleChangers: listOf(roleChangers) }),
    ...(channel && { channel }),
    ...(asking && { asking: askingDetails(asking) }),
    ...(remindAfterDays !== undefined && { remindAfterDays: `${remindAfterDays}` }),
  };
}

/** The new settings, and for each that is another one now the former (`quota`, `quotaBefore`); empty for what isn't set. */
export function settingsChange(
  from: ConnectionSettings,
  to: ConnectionSettings,
): Record<string, string> {
  const before = settingsDetails(from);
  const after = settingsDetails(to);
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  );
  return {
    ...after,
    ...Object.fromEntries(
      changed.flatMap((name) => [
        [name, after[name] ?? ''],
        [`${name}Before`, before[name] ?? ''],
      ]),
    ),
  };
}

/** Who decides, where they are asked, and how. */
const askingDetails = ({
  approvers: { channel, quietUserIds, beyondOwnRole = [], ...asked },
  expireAfterDays,
  selfApproval,
  twoApprovals,
}: Asking): string =>
  [
    `asked ${listOf(asked)}`,
    ...(channel ? [`in ${channel}`] : []),
    ...(quietUserIds.length > 0 ? [`quiet ${quietUserIds.join(' ')}`] : []),
    ...(beyondOwnRole.length > 0 ? [`beyond own role ${beyondOwnRole.join(' ')}`] : []),
    `days ${expireAfterDays}`,
    ...(selfApproval ? ['own requests'] : []),
    ...(twoApprovals.length > 0 ? [`two for ${twoApprovals.join(' ')}`] : []),
  ].join('; ');

const listOf = ({ userIds, userGroupIds }: { userIds: string[]; userGroupIds: string[] }): string =>
  [...userIds, ...userGroupIds].join(' ');
