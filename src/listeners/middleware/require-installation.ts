import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { Logger } from 'pino';
import { uninstallEvents } from '../../ids.ts';
import type { BotIdentity } from '../../slack/bot-identity.ts';
import { errors } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';

const withoutToken: readonly string[] = uninstallEvents;

/**
 * Only lets requests through from where the app is installed: the one workspace that the process serves, or every one of the
 * Enterprise organization that its token is good for, or any that has a token.
 */
export const requireInstallation =
  (workspace: () => BotIdentity | undefined, log: Logger): Middleware<AnyMiddlewareArgs> =>
  async (args) => {
    const { teamId, enterpriseId, botToken, failure } = args.context;
    if (failure) {
      log.error({ err: failure }, 'installation could not be looked up');
      return reject(args, textMessage([errors.nothingDone], currentReference()));
    }
    const own = workspace();
    const isOwn =
      !own ||
      teamId === own.teamId ||
      (own.isOrgWide && own.enterpriseId !== undefined && enterpriseId === own.enterpriseId);
    const isInstalled =
      botToken !== undefined || ('event' in args && withoutToken.includes(args.event.type));
    return isOwn && isInstalled ? args.next() : reject(args, textMessage([errors.otherWorkspace]));
  };

/** Puts the message into the response itself, if it can carry one: without a token, nothing else can be sent. */
async function reject(args: AnyMiddlewareArgs, message: Message): Promise<void> {
  if ('command' in args) return args.ack({ response_type: 'ephemeral', ...message });
  if ('view' in args) return args.ack({ response_action: 'update', view: messageModal(message) });
  if ('options' in args) return args.ack({ options: [] });
  if ('ack' in args && args.ack) await args.ack();
}
