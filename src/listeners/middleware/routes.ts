import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type {
  ActionArgs,
  CommandArgs,
  EventArgs,
  OptionsArgs,
  ShortcutArgs,
  SubmissionArgs,
} from './error-boundary.ts';

type Listener<Args> = (args: Args) => Promise<void>;

/**
 * Finds the one listener for a request by the name of what was typed, pressed, sent or opened. None is registered with Bolt, which
 * asks every listener that it knows whether a request is meant for it. An action may have a number behind its ID.
 */
export function createRoutes() {
  const listeners = new Map<string, Listener<never>>();
  const on =
    <Args>(kind: string) =>
    (name: string, listener: Listener<Args>) =>
      listeners.set(`${kind} ${name}`, listener);
  const route: Middleware<AnyMiddlewareArgs> = async (args) =>
    listeners.get(nameOf(args))?.(args as never);

  return {
    command: on<CommandArgs>('command'),
    shortcut: on<ShortcutArgs>('shortcut'),
    messageShortcut: on<ShortcutArgs>('message_action'),
    action: on<ActionArgs>('action'),
    view: on<SubmissionArgs>('view'),
    options: on<OptionsArgs>('options'),
    event: on<EventArgs>('event'),
    /** Comes last of all middleware. */
    route,
  };
}

function nameOf(args: AnyMiddlewareArgs): string {
  if ('command' in args) return `command ${args.command.command}`;
  if ('event' in args) return `event ${args.event.type}`;
  const { type } = args.body;
  if ('shortcut' in args) return `${type} ${args.shortcut.callback_id}`;
  if ('view' in args && type === 'view_submission') return `view ${args.view.callback_id}`;
  if ('options' in args && type === 'block_suggestion') return `options ${args.options.action_id}`;
  if ('action' in args && type === 'block_actions' && 'action_id' in args.action) {
    return `action ${args.action.action_id.replace(/(?<!\d)\d+$/, '')}`;
  }
  return '';
}
