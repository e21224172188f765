import type { SlackAction, SlackActionResult } from '../../contract.ts';
import type { World } from '../world.ts';
import { deliverInteraction, done, failed, interaction, payloadUser } from './common.ts';
import { channelName, payloadMessage } from './payload-message.ts';

/** Picks a shortcut of a message. https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export async function messageShortcut(
  world: World,
  as: string,
  { channel: channelId, ts, callbackId }: Extract<SlackAction, { type: 'message-shortcut' }>,
): Promise<SlackActionResult> {
  if (!world.scopes.includes('commands')) return failed('the app has no shortcuts');
  const channel = world.workspace.channel(channelId);
  const message = world.workspace.message(channelId, ts, as);
  // Slack has none for what only one person sees, since it does not keep that.
  if (!channel || !message || message.ephemeral || !world.workspace.canSee(as, channel)) {
    return failed('message_not_found');
  }
  const target = { channel: channelId, user: as };
  const delivery = await deliverInteraction(world, {
    ...interaction(world, 'message_action', payloadUser(world, as)),
    callback_id: callbackId,
    action_ts: (Date.now() / 1000).toFixed(6),
    message_ts: ts,
    channel: { id: channelId, name: channelName(channel) },
    message: payloadMessage(world, message),
    trigger_id: world.triggers.create(target),
    response_url: world.responseUrls.create('app', target),
  });
  return delivery.ok ? done(delivery.took) : failed(delivery.error);
}
