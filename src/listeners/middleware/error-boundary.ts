import type {
  BlockAction,
  Middleware,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
} from '@slack/bolt';
import type { Logger } from 'pino';
import { UnclearError } from '../../domain/unclear-error.ts';
import { slack } from '../../limits.ts';
import type { Origin, SlackWorkspaceOf } from '../../slack/workspaces.ts';
import { errors } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { parseCommandText } from '../payloads/command-text.ts';
import { senderSchema } from '../payloads/sender.ts';

type Answerable = {
  ack: (answer?: never) => Promise<void>;
  body: unknown;
  /** `receivedAt` as `performance.now()` counts. */
  context: Origin & { receivedAt?: number };
};

/**
 * A request that was acknowledged, `in_time` or not, or whose listener failed before. `name` is one of those that listeners are
 * registered for, of a command the kind of its intent; `milliseconds` count from when it was received.
 */
export type Answered = {
  type: 'command' | 'shortcut' | 'submission' | 'action' | 'options';
  name: string;
  outcome: 'in_time' | 'late' | 'failed';
  milliseconds: number;
};

/**
 * Wraps every listener: errors are logged, and the person who acted is notified. Before the request is acknowledged, nothing can
 * have been done, unless the error says otherwise, and the response itself tells; afterwards, or when Slack no longer waits for the
 * response, a private message is sent.
 */
export function createErrorBoundary(deps: {
  log: Logger;
  workspaceOf: SlackWorkspaceOf;
  onAnswered?: ((answered: Answered) => void) | undefined;
}) {
  const { log, workspaceOf, onAnswered } = deps;

  async function tellSender({ body, context }: Answerable, message: Message): Promise<void> {
    const { userId, responseUrl } = senderSchema.safeParse(body).data ?? {};
    if (!userId) return;
    const { messenger } = workspaceOf(context);
    await messenger.tell({ userId, ...(responseUrl && { responseUrl }) }, message);
  }

  /** For a request whose answer can carry no message. */
  async function tell(args: Answerable, message: Message): Promise<void> {
    await args.ack();
    await tellSender(args, message);
  }

  function around<Args extends Answerable>(
    about: (args: Args) => Pick<Answered, 'type' | 'name'>,
    answer: (args: Args, message: Message) => Promise<void>,
  ) {
    return (listener: (args: Args) => Promise<unknown>) =>
      async (args: Args): Promise<void> => {
        let isAcknowledged = false;
        let isReported = false;
        const taken = () => performance.now() - (args.context.receivedAt ?? Number.NaN);
        const isTooLate = () => taken() >= slack.answerWithin;
        const report = (outcome: Answered['outcome']) => {
          if (!isReported) onAnswered?.({ ...about(args), outcome, milliseconds: taken() });
          isReported = true;
        };
        const ack: Args['ack'] = (response) => {
          isAcknowledged = true;
          if (isTooLate()) log.warn('answered too late');
          const acknowledged = args.ack(response);
          report(isTooLate() ? 'late' : 'in_time');
          return acknowledged;
        };
        try {
          await listener({ ...args, ack });
        } catch (error) {
          log.error({ err: error }, 'listener failed');
          if (!isAcknowledged) report('failed');
          const mayBeDone = isAcknowledged || error instanceof UnclearError;
          const text = mayBeDone ? errors.perhapsDone : errors.nothingDone;
          const message = textMessage([text], currentReference());
          if (!isAcknowledged && !isTooLate()) return answer(args, message);
          if (!isAcknowledged) await ack();
          await tellSender(args, message);
        }
      };
  }

  return {
    command: around<CommandArgs>(aboutCommand, ({ ack }, message) =>
      ack({ response_type: 'ephemeral', ...message }),
    ),
    submission: around<SubmissionArgs>(aboutSubmission, ({ ack }, message) =>
      ack({ response_action: 'update', view: messageModal(message) }),
    ),
    action: around<ActionArgs>(aboutAction, tell),
    shortcut: around<ShortcutArgs>(aboutShortcut, tell),
    /** Only logs: Bolt has already acknowledged the event, and nobody is waiting for an answer. */
    event:
      (listener: (args: EventArgs) => Promise<void>) =>
      async (args: EventArgs): Promise<void> => {
        try {
          await listener(args);
        } catch (error) {
          log.error({ err: error }, 'listener failed');
        }
      },
    options: around<OptionsArgs>(aboutOptions, ({ ack }) => ack({ options: [] })),
  };
}

const aboutCommand = ({ command }: CommandArgs) =>
  ({ type: 'command', name: parseCommandText(command?.text ?? '').kind }) as const;
const aboutSubmission = ({ view }: SubmissionArgs) =>
  ({ type: 'submission', name: view.callback_id }) as const;
const aboutAction = ({ action }: ActionArgs) =>
  // Without the number that tells the suggestions of a message apart.
  ({ type: 'action', name: action.action_id.replace(/_\d+$/, '') }) as const;
const aboutShortcut = ({ shortcut }: ShortcutArgs) =>
  ({ type: 'shortcut', name: shortcut.callback_id }) as const;
const aboutOptions = ({ options }: OptionsArgs) =>
  ({ type: 'options', name: options.action_id }) as const;

export type ErrorBoundary = ReturnType<typeof createErrorBoundary>;
export type CommandArgs = Parameters<Middleware<SlackCommandMiddlewareArgs>>[0];
export type ActionArgs = Parameters<Middleware<SlackActionMiddlewareArgs<BlockAction>>>[0];
export type ShortcutArgs = Parameters<Middleware<SlackShortcutMiddlewareArgs>>[0];
export type EventArgs = Parameters<
  Middleware<SlackEventMiddlewareArgs<'app_home_opened' | 'app_uninstalled' | 'tokens_revoked'>>
>[0];
export type SubmissionArgs = Parameters<Middleware<SlackViewMiddlewareArgs>>[0];
export type OptionsArgs = Parameters<Middleware<SlackOptionsMiddlewareArgs<'block_suggestion'>>>[0];
