import type { SlackAction, SlackActionResult } from '../../contract.ts';
import { withFlags } from '../block-kit/completed.ts';
import { areSuggestions } from '../block-kit.ts';
import { fieldsOf } from '../state.ts';
import type { World } from '../world.ts';
import { deliverInteraction, failed, interaction, payloadUser } from './common.ts';

/** What Slack waits for before it asks, unless the element says otherwise. */
const defaultMinQuery = 3;

/** Types into an external menu. https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export async function options(
  world: World,
  as: string,
  action: Extract<SlackAction, { type: 'options' }>,
): Promise<SlackActionResult> {
  const modal = world.modals.top(as, action.viewId);
  if (!modal) return failed('that modal is not on top');
  const field = fieldsOf(modal.view.blocks).find(
    ({ blockId, actionId }) => blockId === action.blockId && actionId === action.actionId,
  );
  if (!field || !String(field.element.type).endsWith('external_select')) {
    return failed(`there is no external menu at ${action.blockId}/${action.actionId}`);
  }
  const { min_query_length = defaultMinQuery } = field.element;
  if (action.query.length < Number(min_query_length)) {
    return { ok: true, options: { options: [] }, acknowledgedAfter: 0 };
  }
  const delivery = await deliverInteraction(world, {
    ...interaction(world, 'block_suggestion', payloadUser(world, as)),
    container: { type: 'view', view_id: action.viewId },
    action_id: action.actionId,
    block_id: action.blockId,
    value: action.query,
    view: modal.view,
  });
  if (!delivery.ok) return failed(delivery.error);
  if (!areSuggestions(delivery.json)) return failed('invalid options');
  return { ok: true, options: withFlags(delivery.json), acknowledgedAfter: delivery.took };
}
