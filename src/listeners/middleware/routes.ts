import type { App } from '@slack/bolt';
import type { ActionArgs, OptionsArgs, SubmissionArgs } from './error-boundary.ts';

type Listener<Args> = (args: Args) => Promise<void>;

/**
 * Finds the listener by the ID of what was pressed, sent or opened. Bolt knows one listener for each of these types, since it asks
 * every one that it knows whether a request is meant for it. An action may have a number behind its ID.
 */
export function createRoutes(bolt: App) {
  const actions = new Map<string, Listener<ActionArgs>>();
  const views = new Map<string, Listener<SubmissionArgs>>();
  const menus = new Map<string, Listener<OptionsArgs>>();
  bolt.action({ type: 'block_actions' }, async (args) =>
    actions.get(args.action.action_id.replace(/(?<!\d)\d+$/, ''))?.(args),
  );
  bolt.view({ type: 'view_submission' }, async (args) => views.get(args.view.callback_id)?.(args));
  bolt.options<'block_suggestion'>({ type: 'block_suggestion' }, async (args) =>
    menus.get(args.options.action_id)?.(args),
  );
  return {
    action: (id: string, listener: Listener<ActionArgs>) => actions.set(id, listener),
    view: (id: string, listener: Listener<SubmissionArgs>) => views.set(id, listener),
    options: (id: string, listener: Listener<OptionsArgs>) => menus.set(id, listener),
  };
}
