import type { Connection, WhoMayInvite } from '../domain/connection.ts';
import type { Organization } from '../domain/organization.ts';
import { actions, commands } from '../ids.ts';
import { connecting, renewing } from '../text/index.ts';
import { escapeText } from '../text/mrkdwn.ts';
import { button, type Message, textMessage, withButtons } from './message.ts';
import { renewButton } from './token-remedy.ts';

const connectButton = button(actions.connect, connecting.connectButtonPlain, 'primary');

/** For whoever has just installed the app in a workspace that is not connected; `name` is what Slack calls it. */
export const installedMessage = (data: {
  name: string;
  mayConnect: boolean;
  /** Slack user IDs. */
  inviteAdmins: readonly string[];
}): Message =>
  data.mayConnect
    ? withButtons(textMessage([connecting.installed(data.name)]), [connectButton])
    : textMessage([
        [connecting.installedOnly(data.name), connecting.whoCanConnect(data.inviteAdmins)].join(
          ' ',
        ),
      ]);

/** For whoever tries to invite from a workspace without a connection. */
export const notConnectedMessage = (data: {
  mayConnect: boolean;
  /** Slack user IDs. */
  inviteAdmins: readonly string[];
}): Message =>
  withButtons(
    textMessage([
      connecting.notConnected,
      data.mayConnect ? connecting.youCanConnect : connecting.whoCanConnect(data.inviteAdmins),
    ]),
    data.mayConnect ? [connectButton] : [],
  );

/** For whoever connected the workspace, some days before the token expires. */
export const tokenExpiringMessage = (data: { connection: Connection; daysLeft: number }): Message =>
  withButtons(
    textMessage([
      renewing.expiring(
        data.connection.organization.name,
        data.connection.expiresAt ?? 0,
        data.daysLeft,
      ),
      renewing.youCanRenew,
    ]),
    [renewButton],
  );

/** For whoever tries to invite while the token cannot be decrypted. */
export const unreadableConnectionMessage = (
  isAltered: boolean,
  reference: string | undefined,
): Message => textMessage([isAltered ? connecting.altered : connecting.unreadable], reference);

/** For whoever tries to change a connection that comes from the environment. */
export const fixedConnectionMessage = (): Message => textMessage([connecting.fixed]);

/** For whoever tries to change a connection that does not exist. */
export const nothingToChangeMessage = (data: { mayConnect: boolean }): Message =>
  withButtons(textMessage([connecting.nothingToChange]), data.mayConnect ? [connectButton] : []);

/** For whoever may not connect the workspace. */
export const connectDenialMessage = (...why: Parameters<typeof connecting.denial>): Message =>
  textMessage([connecting.denial(...why)]);

/** For whoever has just connected the workspace. */
export const connectedMessage = (organization: Organization, inviters: WhoMayInvite): Message =>
  textMessage([
    connecting.connected(organization.name, commands.invite),
    connecting.connectedWho(inviters, commands.invite),
  ]);

/** For the channel where the connection is announced. */
export const connectedAnnouncement = (
  userId: string,
  organization: Organization,
  inviters: WhoMayInvite,
): Message =>
  textMessage([connecting.announcement(userId, organization.name, inviters, commands.invite)]);

/** For whoever has just changed the settings. */
export const settingsChangedMessage = (
  organization: Organization,
  inviters: WhoMayInvite,
): Message => textMessage([connecting.settingsChanged(organization.name, inviters)]);

/** For whoever has just disconnected the workspace, where so many invites were waiting. */
export const disconnectedMessage = (organization: Organization, waiting: number): Message =>
  textMessage([
    connecting.disconnected(organization.name, commands.invite),
    ...(waiting > 0 ? [connecting.notSent(waiting)] : []),
  ]);

/**
 * For whoever took too long, or when somebody else changed the connection first; `at` is the subcommand that starts again, and
 * `problems` is what was wrong besides (plain text).
 */
export const startAgainMessage = (
  at: 'connect' | 'settings' | 'rules' | 'disconnect',
  problems: readonly string[] = [],
): Message =>
  textMessage([...problems.map(escapeText), connecting.startAgain(`${commands.invite} ${at}`)]);
