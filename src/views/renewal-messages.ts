import type { Connection } from '../domain/connection.ts';
import type { Reach } from '../domain/policy.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { renewing } from '../text/index.ts';
import { type Message, textMessage, withButtons } from './message.ts';
import { renewButton, withRemedy } from './token-remedy.ts';

/** For whoever tries to invite while Piper rejects the token, and for whoever connected the workspace. */
export const tokenRejectedMessage = (data: {
  connection: Connection;
  remedy: TokenRemedy;
  reference?: string | undefined;
}): Message =>
  withRemedy(
    textMessage(
      [renewing.rejected(data.connection.organization.name), renewing.remedy(data.remedy)],
      data.reference,
    ),
    data.remedy,
  );

/** For whoever connected the workspace: somebody asks for a new token, for which so many invites wait. */
export const renewalWantedMessage = (
  by: string,
  { organization }: Connection,
  waiting: number,
): Message =>
  withButtons(textMessage([renewing.wanted(by, organization.name, waiting)]), [renewButton]);

/** For whoever asked; `isInDoubt` where the token is not known to be why an invite failed. */
export const renewalAskedMessage = (connectedBy: string, isInDoubt: boolean): Message =>
  textMessage([renewing.asked(connectedBy, isInDoubt)]);

/** For whoever asks where somebody has asked then, epoch milliseconds. */
export const renewalAskedBeforeMessage = (
  connectedBy: string,
  at: number,
  isInDoubt: boolean,
): Message => textMessage([renewing.askedBefore(connectedBy, at, isInDoubt)]);

/** For whoever asks somebody whom no message reaches. */
export const renewalNotAskedMessage = (
  connectedBy: string,
  inviteAdmins: readonly string[],
  reach: Reach,
): Message =>
  textMessage([
    [
      renewing.notReached(connectedBy),
      renewing.remedy({ kind: 'admins', inviteAdmins, reach }),
    ].join(' '),
  ]);

/** For whoever wants to ask, where that is not what helps. */
export const noRenewalMessage = (remedy: TokenRemedy): Message =>
  withRemedy(textMessage([renewing.remedy(remedy)]), remedy);
