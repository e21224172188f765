import type { SlackActionResult } from '../../contract.ts';
import type { World } from '../world.ts';
import { deliverInteraction, done, failed, interaction, payloadUser } from './common.ts';

/** Picks a global shortcut. https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export async function shortcut(
  world: World,
  as: string,
  callbackId: string,
): Promise<SlackActionResult> {
  if (!world.scopes.includes('commands')) return failed('the app has no shortcuts');
  const { name: _name, ...user } = payloadUser(world, as);
  const delivery = await deliverInteraction(world, {
    ...interaction(world, 'shortcut', user),
    callback_id: callbackId,
    action_ts: (Date.now() / 1000).toFixed(6),
    trigger_id: world.triggers.create({ user: as }),
  });
  return delivery.ok ? done(delivery.took) : failed(delivery.error);
}
