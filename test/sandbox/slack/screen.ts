import type { SlackScreen } from '../contract.ts';
import { bot, people, team } from './seed.ts';
import { asSandboxUser } from './workspace.ts';
import type { World } from './world.ts';

/** What Slack shows this person now. */
export function screenOf({ workspace, modals }: World, as: string): SlackScreen {
  const visible = workspace.channels().filter((channel) => workspace.canSee(as, channel));
  return {
    team: { id: team.id, name: team.name },
    users: people.map(asSandboxUser),
    channels: visible.map((channel) => ({
      id: channel.id,
      name: workspace.nameOf(channel, as),
      kind: channel.kind,
      archived: channel.archived,
      hasBot: channel.members.has(bot.userId),
    })),
    messages: Object.fromEntries(
      visible.map(({ id }) => [
        id,
        workspace
          .messages(id)
          .filter(({ to }) => to === undefined || to === as)
          .map(({ to: _to, ...message }) => ({ ...message })),
      ]),
    ),
    modals: modals.stack(as).map(({ view, errors }) => ({
      id: view.id,
      hash: view.hash,
      view,
      errors: { ...errors },
    })),
  };
}
