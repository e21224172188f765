import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { Workspace } from '../slack/workspace.ts';
import { trouble } from '../text.ts';
import { sentences } from '../views/message.ts';

/** Lets through only what comes from the workspace (or the Enterprise organization) whose token the process has. */
export const onlyFrom =
  (workspace: () => Workspace): Middleware<AnyMiddlewareArgs> =>
  async (args) => {
    const { teamId, enterpriseId } = args.context;
    const own = workspace();
    const isOwn =
      teamId === own.teamId ||
      (own.enterpriseId !== undefined && enterpriseId === own.enterpriseId);
    if (isOwn) return args.next();
    if ('command' in args) {
      const message = sentences([trouble.otherWorkspace]);
      return args.ack({ response_type: 'ephemeral', ...message });
    }
    if ('ack' in args && args.ack) await args.ack();
  };
