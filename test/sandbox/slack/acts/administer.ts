import type { SlackActionResult } from '../../contract.ts';
import type { World } from '../world.ts';
import { done, failed } from './common.ts';

/** Deactivates the account of whoever acts. https://slack.com/help/articles/204475027-Deactivate-a-members-account */
export function leave({ workspace }: World, as: string): SlackActionResult {
  // Somebody has to be left who can do everything.
  if (workspace.person(as)?.isAdmin) return failed('Admins stay in the sandbox.');
  workspace.deactivate(as);
  return done(0);
}

/** https://slack.com/help/articles/213185307-Archive-or-delete-a-channel */
export const archive = (world: World, as: string, channelId: string): SlackActionResult =>
  inChannel(world, as, channelId, (channel) => {
    channel.archived = true;
  });

/** Takes the app's bot out of a channel. */
export const dismiss = (world: World, as: string, channelId: string): SlackActionResult =>
  inChannel(world, as, channelId, ({ members }) => {
    members.delete(world.workspace.bot.userId);
  });

function inChannel(
  { workspace }: World,
  as: string,
  channelId: string,
  change: (channel: { archived: boolean; members: Set<string> }) => void,
): SlackActionResult {
  const channel = workspace.channel(channelId);
  if (!channel || channel.kind === 'dm' || !workspace.canSee(as, channel)) {
    return failed('channel_not_found');
  }
  if (!workspace.person(as)?.isAdmin) return failed('Only workspace admins can do that here.');
  change(channel);
  return done(0);
}
