import type { SlackActionResult } from '../../contract.ts';
import type { World } from '../world.ts';
import { written } from '../written.ts';
import { done, failed } from './common.ts';

/** The most that Slack takes of a message. https://docs.slack.dev/changelog/2018-truncating-really-long-messages */
const longest = 40_000;

/** Writes a message. The app asks for no events of messages, so it is told nothing. */
export function say(
  { workspace }: World,
  as: string,
  channelId: string,
  text: string,
): SlackActionResult {
  const channel = workspace.channel(channelId);
  if (!channel || !workspace.canSee(as, channel)) return failed('channel_not_found');
  if (channel.archived) return failed('is_archived');
  if (channel.kind === 'dm' && channel.members.has(workspace.bot.userId)) {
    return failed('Sending messages to this app has been turned off.');
  }
  if (text.length > longest) return failed('msg_too_long');
  workspace.add({ channel: channelId, author: as, text: written(text, workspace), blocks: [] });
  return done(0);
}
