import type { SlackActionResult } from '../../contract.ts';
import { dmWithBot } from '../seed.ts';
import type { World } from '../world.ts';
import { event } from './event.ts';

/** Opens the app's Home tab. https://docs.slack.dev/reference/events/app_home_opened */
export function home(world: World, as: string): Promise<SlackActionResult> {
  const view = world.homes.of(as)?.view;
  return event(world, as, {
    type: 'app_home_opened',
    user: as,
    channel: dmWithBot(as),
    tab: 'home',
    ...(view && { view }),
  });
}
