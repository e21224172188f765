import type { Connection, WhoMayInvite } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Organization, Role } from '../domain/organization.ts';
import type { PiperPages } from '../domain/piper-pages.ts';
import type { Decision } from '../domain/policy.ts';
import type { Result } from '../domain/result.ts';
import type { Facts } from '../domain/rules.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { actions } from '../ids.ts';
import { connecting, piperPages, renewing } from '../text/index.ts';
import { button, type Message, textMessage, withButtons } from './message.ts';
import { remedyButtons } from './token-remedy.ts';

/** How a workspace is connected, and what the person who asks may do. */
export function statusMessage(data: {
  connection: Connection;
  organization: Organization;
  isFixed: boolean;
  /** What the reader can do, where Piper refuses the token. */
  token?: TokenRemedy | undefined;
  inviters: WhoMayInvite;
  /** Those that can be given from Slack. */
  roles: Result<Role[], PiperFailure>;
  toInvite: Decision;
  mayConnect: boolean;
  /** What the person may do in Piper. */
  own: Facts['own'] | { kind: 'unread' };
  /** The roles that they may give at once. */
  given: readonly Role[];
  /** Piper's own pages, where it is known where they are. */
  pages?: PiperPages | undefined;
  /** Whether they connected the workspace themselves. */
  isConnector: boolean;
}): Message {
  const { connection, organization, isFixed, inviters, roles, mayConnect } = data;
  const { settings } = connection;
  const token = data.token;
  const tokenLines = isFixed
    ? [connecting.statusFixed]
    : [connecting.statusBy(connection), connecting.statusToken(connection, mayConnect)];
  const rolesLine = roles.ok
    ? connecting.statusRoles(
        roles.value,
        roles.value.find(({ id }) => id === settings.defaultRoleId),
      )
    : connecting.statusRolesUnread(roles.error);
  const mayChange = mayConnect && !isFixed;
  const message = textMessage([
    token ? renewing.rejected(organization.name) : connecting.status(organization.name),
    tokenLines.join(' '),
    [
      connecting.statusWho(inviters),
      ...(settings.roleChangers ? [connecting.statusRoleChangers(settings.roleChangers)] : []),
      ...(settings.domains.length > 0 ? [connecting.statusDomains(settings.domains)] : []),
      ...(settings.channel ? [connecting.statusChannel(settings.channel)] : []),
    ].join(' '),
    ...('enterpriseId' in connection.scope ? [connecting.enterpriseWide] : []),
    ...(token
      ? [renewing.remedy(token)]
      : [rolesLine, connecting.statusYou(data.toInvite, mayChange), ...yourRoles(data)]),
    ...(data.pages ? [piperPages.all(data.pages)] : []),
  ]);
  return withButtons(message, [
    ...(token ? remedyButtons(token) : []),
    ...(mayChange && !token ? [button(actions.connect, renewing.renewButtonPlain)] : []),
    ...(mayChange
      ? [
          button(actions.settings, connecting.settingsButtonPlain),
          button(actions.disconnect, connecting.disconnectButtonPlain, 'danger'),
        ]
      : []),
  ]);
}

/** Who the person is in Piper, and what they may give there. */
function yourRoles({
  toInvite,
  own,
  given,
  isConnector,
  organization,
  connection,
}: Pick<
  Parameters<typeof statusMessage>[0],
  'toInvite' | 'own' | 'given' | 'isConnector' | 'organization' | 'connection'
>): string[] {
  // Without an answer from Piper, the line of the roles says so.
  if (!toInvite.allowed || own.kind === 'unread') return [];
  if (own.kind !== 'known') {
    return [connecting.statusUnmatched(own.kind, organization, connection.connectedBy)];
  }
  if (own.own === 'owner') return [connecting.statusOwner(organization.name, given)];
  return [
    isConnector
      ? connecting.statusConnector(given)
      : connecting.statusOwn(organization.name, own.own, given),
  ];
}
