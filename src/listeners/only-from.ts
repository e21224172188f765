import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { BotIdentity } from '../slack/bot-identity.ts';
import { trouble } from '../text.ts';
import { sentences } from '../views/message.ts';

/**
 * Lets through only what comes from the workspace (or the Enterprise organization) that the process has the one token of;
 * with no such workspace every one has its own token, without which Bolt lets nothing through.
 */
export const onlyFrom =
  (workspace: () => BotIdentity | undefined): Middleware<AnyMiddlewareArgs> =>
  async (args) => {
    const { teamId, enterpriseId } = args.context;
    const own = workspace();
    const isOwn =
      !own ||
      teamId === own.teamId ||
      (own.enterpriseId !== undefined && enterpriseId === own.enterpriseId);
    if (isOwn) return args.next();
    if ('command' in args) {
      const message = sentences([trouble.otherWorkspace]);
      return args.ack({ response_type: 'ephemeral', ...message });
    }
    if ('ack' in args && args.ack) await args.ack();
  };
