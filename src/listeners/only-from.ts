import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { BotIdentity } from '../slack/bot-identity.ts';
import { trouble } from '../text.ts';
import { sentences } from '../views/message.ts';

/** Slack tells of these when there is no token any more. */
const withoutToken = ['app_uninstalled', 'tokens_revoked'];

/**
 * Lets through only what comes from where the app is installed: from the one workspace (or Enterprise organization) that the
 * process serves, or from any that has a token.
 */
export const onlyFrom =
  (workspace: () => BotIdentity | undefined): Middleware<AnyMiddlewareArgs> =>
  async (args) => {
    const { teamId, enterpriseId, botToken } = args.context;
    const own = workspace();
    const isOwn =
      !own ||
      teamId === own.teamId ||
      (own.enterpriseId !== undefined && enterpriseId === own.enterpriseId);
    const isInstalled =
      botToken !== undefined || ('event' in args && withoutToken.includes(args.event.type));
    if (isOwn && isInstalled) return args.next();
    if ('command' in args) {
      const message = sentences([trouble.otherWorkspace]);
      return args.ack({ response_type: 'ephemeral', ...message });
    }
    if ('ack' in args && args.ack) await args.ack();
  };
