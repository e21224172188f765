import type { SlackAction, SlackActionResult } from '../../contract.ts';
import { actionTypes } from '../block-kit/elements.ts';
import { elementsOf } from '../block-kit/unique.ts';
import { impossible } from '../client-checks.ts';
import { asList, asText, type Fields, isFields } from '../json.ts';
import { wholeState } from '../state.ts';
import type { World } from '../world.ts';
import {
  deliverInteraction,
  done,
  failed,
  interaction,
  modalTrouble,
  payloadUser,
} from './common.ts';
import { payloadMessage } from './payload-message.ts';

type Click = Extract<SlackAction, { type: 'click' }>;

/** Uses an element. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function click(world: World, as: string, action: Click): Promise<SlackActionResult> {
  const { source } = action;
  return source.kind === 'view'
    ? clickInView(world, as, source.viewId, action)
    : clickInMessage(world, as, source, action);
}

async function clickInView(
  world: World,
  as: string,
  viewId: string,
  action: Click,
): Promise<SlackActionResult> {
  const home = world.homes.of(as);
  const modal = home?.view.id === viewId ? home : world.modals.top(as, viewId);
  if (!modal) return failed('that modal is not on top');
  const { blocks } = modal.view;
  const used = actionOf(blocks, action);
  if (typeof used === 'string') return failed(used);
  const mistake = impossible(blocks, action.values ?? {});
  if (mistake) return failed(mistake);
  const values = wholeState(blocks, withClick(action, used), modal.channel);
  modal.view = { ...modal.view, state: { values } };
  const trigger = { user: as, viewId, ...(modal.channel ? { channel: modal.channel } : {}) };
  const delivery = await deliverInteraction(world, {
    ...interaction(world, 'block_actions', payloadUser(world, as)),
    container: { type: 'view', view_id: viewId },
    trigger_id: world.triggers.create(trigger),
    view: modal.view,
    actions: [used],
  });
  return delivery.ok ? done(delivery.took) : modalTrouble(delivery.error);
}

async function clickInMessage(
  world: World,
  as: string,
  source: { channel: string; ts: string },
  action: Click,
): Promise<SlackActionResult> {
  const channel = world.workspace.channel(source.channel);
  const message = world.workspace.message(source.channel, source.ts, as);
  if (!channel || !message || !world.workspace.canSee(as, channel)) {
    return failed('message_not_found');
  }
  const used = actionOf(message.blocks, action);
  if (typeof used === 'string') return failed(used);
  const target = { channel: channel.id, user: as };
  const delivery = await deliverInteraction(world, {
    ...interaction(world, 'block_actions', payloadUser(world, as)),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: message.ephemeral,
    },
    channel: { id: channel.id, name: channel.kind === 'dm' ? 'directmessage' : channel.name },
    // Slack does not keep ephemeral messages, so it cannot send them.
    ...(message.ephemeral ? {} : { message: payloadMessage(world, message) }),
    state: { values: wholeState(message.blocks, withClick(action, used), undefined) },
    trigger_id: world.triggers.create(target),
    response_url: world.responseUrls.create('actions', { ...target, source: message.ts }),
    actions: [used],
  });
  return delivery.ok ? done(delivery.took) : failed(delivery.error);
}

/** The `actions` entry of Slack's payload, or what is wrong. */
function actionOf(blocks: unknown, action: Click): Fields | string {
  const all = asList(blocks).filter(isFields);
  // A message may have got new ids while its reader was being asked whether to go on.
  const block =
    all.find((one) => one.block_id === action.blockId) ??
    all.find((one) => elementsOf(one).some(({ element }) => element.action_id === action.actionId));
  const element =
    block &&
    elementsOf(block).find(({ element }) => element.action_id === action.actionId)?.element;
  if (!block || !element || !actionTypes.has(asText(element.type))) {
    return `there is nothing to use at ${action.blockId}/${action.actionId}`;
  }
  if (block.type === 'input' && block.dispatch_action !== true) {
    return `${action.blockId} has no dispatch_action`;
  }
  const { type, text, value, style } = element;
  return {
    type,
    action_id: action.actionId,
    block_id: action.blockId,
    ...(text === undefined ? {} : { text }),
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
    ...action.payload,
    action_ts: (Date.now() / 1000).toFixed(6),
  };
}

/** What was filled in, the used element with it. */
function withClick(action: Click, used: Fields): Record<string, Record<string, unknown>> {
  const { blockId, actionId, values = {} } = action;
  return { ...values, [blockId]: { ...values[blockId], [actionId]: used } };
}
