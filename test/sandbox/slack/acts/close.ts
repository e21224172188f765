import type { SlackActionResult } from '../../contract.ts';
import type { Modal } from '../modals.ts';
import type { World } from '../world.ts';
import { deliverInteraction, done, failed, interaction, payloadUser } from './common.ts';

/**
 * Closes the top modal, or all when it has `clear_on_close`. Slack shows nobody that the bot did not take
 * `view_closed`; the result tells it nevertheless.
 * https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed
 */
export async function close(world: World, as: string, viewId: string): Promise<SlackActionResult> {
  const modal = world.modals.top(as, viewId);
  if (!modal) return failed('that modal is not on top');
  const clears = modal.view.clear_on_close === true;
  const closed: Modal[] = clears ? world.modals.stack(as).toReversed() : [modal];
  if (clears) world.modals.clear(as);
  else world.modals.close(modal);
  let took = 0;
  for (const { view } of closed) {
    if (view.notify_on_close !== true) continue;
    const delivery = await deliverInteraction(world, {
      ...interaction(world, 'view_closed', payloadUser(world, as)),
      view,
      is_cleared: clears,
    });
    if (!delivery.ok) return failed(delivery.error);
    took += delivery.took;
  }
  return done(took);
}
