import type { SlackActionResult } from '../../contract.ts';
import { escaped } from '../escape.ts';
import { isFields } from '../json.ts';
import { respond } from '../respond.ts';
import { app, verificationToken } from '../seed.ts';
import type { World } from '../world.ts';
import { done, failed } from './common.ts';
import { channelName } from './payload-message.ts';

/**
 * Types the command with `text` after it.
 * https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling
 */
export async function command(
  world: World,
  as: string,
  channelId: string,
  text: string,
): Promise<SlackActionResult> {
  const channel = world.workspace.channel(channelId);
  if (!channel || !world.workspace.canSee(as, channel)) return failed('channel_not_found');
  if (channel.archived) return failed('is_archived');
  if (!world.scopes.includes('commands')) return failed(`${app.command} is not a valid command.`);
  const target = { channel: channelId, user: as };
  const { team } = world.workspace;
  const form = {
    token: verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channelId,
    channel_name: channelName(channel),
    user_id: as,
    user_name: world.workspace.person(as)?.name ?? '',
    command: app.command,
    text: escaped(text.trim(), world.workspace),
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: world.responseUrls.create('commands', target),
    trigger_id: world.triggers.create(target),
  };
  const delivery = await world.courier.deliver({ name: app.command, form, shows: form });
  const error = delivery.ok ? show(world, target, delivery) : delivery.error;
  return error || !delivery.ok
    ? failed(`${app.command} failed with the error "${error}"`)
    : done(delivery.took);
}

/** An empty answer says nothing, text and JSON are messages. */
function show(
  world: World,
  target: { channel: string; user: string },
  answer: { text: string; json: unknown },
): string | undefined {
  if (answer.text.trim() === '') return undefined;
  const message = isFields(answer.json) ? answer.json : { text: answer.text };
  return respond(world, target, message) && 'invalid_command_response';
}
