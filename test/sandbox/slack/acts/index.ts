import type { SlackAction, SlackActionResult } from '../../contract.ts';
import { app } from '../seed.ts';
import type { World } from '../world.ts';
import { archive, dismiss, leave } from './administer.ts';
import { click } from './click.ts';
import { close } from './close.ts';
import { command } from './command.ts';
import { failed } from './common.ts';
import { event } from './event.ts';
import { home } from './home.ts';
import { messageShortcut } from './message-shortcut.ts';
import { options } from './options.ts';
import { say } from './say.ts';
import { shortcut } from './shortcut.ts';
import { submit } from './submit.ts';
import { uninstall } from './uninstall.ts';

/** What Slack passes on to an app that is there; commands and shortcuts of another it does not even know. */
const needsApp = new Set<SlackAction['type']>(['submit', 'click', 'close', 'options', 'home']);

/** Does what a person does in Slack. */
export async function act(
  world: World,
  as: string,
  action: SlackAction,
): Promise<SlackActionResult> {
  const person = world.workspace.person(as);
  if (!person || person.deleted || person.isBot) return failed(`nobody can act as ${as}`);
  if (needsApp.has(action.type) && !world.installations.of(world.workspace.team.id)) {
    return failed(`${app.name} is not installed in ${world.workspace.team.name}.`);
  }
  switch (action.type) {
    case 'command':
      return command(world, as, action.channel, action.text);
    case 'submit':
      return submit(world, as, action.viewId, action.values);
    case 'close':
      return close(world, as, action.viewId);
    case 'click':
      return click(world, as, action);
    case 'options':
      return options(world, as, action);
    case 'shortcut':
      return shortcut(world, as, action.callbackId);
    case 'message-shortcut':
      return messageShortcut(world, as, action);
    case 'say':
      return say(world, as, action.channel, action.text);
    case 'home':
      return home(world, as);
    case 'uninstall':
      return uninstall(world, as);
    case 'leave':
      return leave(world, as);
    case 'archive':
      return archive(world, as, action.channel);
    case 'dismiss':
      return dismiss(world, as, action.channel);
    case 'event':
      return event(world, as, action.event);
  }
}
