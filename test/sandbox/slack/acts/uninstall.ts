import type { SlackActionResult } from '../../contract.ts';
import type { World } from '../world.ts';
import { done, failed } from './common.ts';
import { event } from './event.ts';

/**
 * Takes the app out of the workspace, as an admin can: its tokens end, and the bot is told in two ways, in any order.
 * https://docs.slack.dev/reference/events/app_uninstalled, https://docs.slack.dev/reference/events/tokens_revoked
 */
export async function uninstall(world: World, as: string): Promise<SlackActionResult> {
  const { workspace, installations } = world;
  if (!workspace.person(as)?.isAdmin) return failed('Only workspace admins can remove an app.');
  if (!installations.end(workspace.team.id)) return failed('The app is not installed here.');
  workspace.dismissBot();
  for (const part of [world.modals, world.triggers, world.responseUrls]) part.reset();
  // Both are sent by Slack itself, not by a person.
  await Promise.all([
    event(world, undefined, { type: 'app_uninstalled' }),
    event(world, undefined, {
      type: 'tokens_revoked',
      tokens: { oauth: [], bot: [workspace.bot.userId] },
    }),
  ]);
  return done(0);
}
