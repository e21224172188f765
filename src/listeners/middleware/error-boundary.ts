import type {
  BlockAction,
  Middleware,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackViewMiddlewareArgs,
} from '@slack/bolt';
import type { Logger } from 'pino';
import type { Origin, SlackWorkspaceOf } from '../../slack/workspaces.ts';
import { errors } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { type Message, sentences } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { senderSchema } from '../payloads/sender.ts';

type Answerable = { ack: (answer?: never) => Promise<void>; body: unknown; context: Origin };

/**
 * The boundary around every listener: what goes wrong behind it is logged, and told to the person who acted, in the way
 * that their request allows. Before Slack was answered nothing can have been done, and the answer itself says so;
 * afterwards a private message does.
 */
export function createErrorBoundary(deps: { log: Logger; workspaceOf: SlackWorkspaceOf }) {
  const { log, workspaceOf } = deps;

  function around<Args extends Answerable>(
    answer: (args: Args, message: Message) => Promise<void>,
  ) {
    return (listener: (args: Args) => Promise<unknown>) =>
      async (args: Args): Promise<void> => {
        let isAnswered = false;
        const ack: Args['ack'] = (response) => {
          isAnswered = true;
          return args.ack(response);
        };
        try {
          await listener({ ...args, ack });
        } catch (error) {
          log.error({ err: error }, 'listener failed');
          const text = isAnswered ? errors.perhapsDone : errors.nothingDone;
          const message = sentences([text], currentReference());
          if (!isAnswered) return answer(args, message);
          const { userId, responseUrl } = senderSchema.safeParse(args.body).data ?? {};
          if (!userId) return;
          const { messenger } = workspaceOf(args.context);
          await messenger.tell({ userId, ...(responseUrl && { responseUrl }) }, message);
        }
      };
  }

  return {
    command: around<CommandArgs>(({ ack }, message) =>
      ack({ response_type: 'ephemeral', ...message }),
    ),
    submission: around<SubmissionArgs>(({ ack }, message) =>
      ack({ response_action: 'update', view: messageModal(message) }),
    ),
    action: around<ActionArgs>(async ({ ack, body, context }, message) => {
      await ack();
      const { userId, responseUrl } = senderSchema.safeParse(body).data ?? {};
      if (!userId) return;
      const { messenger } = workspaceOf(context);
      await messenger.tell({ userId, ...(responseUrl && { responseUrl }) }, message);
    }),
    /** Nobody waits for an answer: Slack was told that the event has come, and what goes wrong is in the log. */
    event:
      (listener: (args: EventArgs) => Promise<void>) =>
      async (args: EventArgs): Promise<void> => {
        try {
          await listener(args);
        } catch (error) {
          log.error({ err: error }, 'listener failed');
        }
      },
    options: around<OptionsArgs>(({ ack }) => ack({ options: [] })),
  };
}

export type ErrorBoundary = ReturnType<typeof createErrorBoundary>;
export type CommandArgs = Parameters<Middleware<SlackCommandMiddlewareArgs>>[0];
export type ActionArgs = Parameters<Middleware<SlackActionMiddlewareArgs<BlockAction>>>[0];
export type EventArgs = Parameters<
  Middleware<SlackEventMiddlewareArgs<'app_uninstalled' | 'tokens_revoked'>>
>[0];
export type SubmissionArgs = Parameters<Middleware<SlackViewMiddlewareArgs>>[0];
export type OptionsArgs = Parameters<Middleware<SlackOptionsMiddlewareArgs<'block_suggestion'>>>[0];
