import type { SlackScreen } from '../contract.ts';
import { asSandboxUser, type Channel } from './workspace.ts';
import type { World } from './world.ts';

/** What Slack shows this person now. Where the app is not installed its bot is gone, and its old messages stay. */
export function screenOf(world: World, as: string): SlackScreen {
  const { workspace, modals } = world;
  const { team, bot } = workspace;
  const isInstalled = world.installations.of(team.id) !== undefined;
  const isWithBot = ({ kind, members }: Channel) => kind === 'dm' && members.has(bot.userId);
  const isShown = (channel: Channel) =>
    workspace.canSee(as, channel) &&
    (isInstalled || !isWithBot(channel) || workspace.messages(channel.id).length > 0);
  const home = isInstalled ? world.homes.of(as) : undefined;
  const visible = workspace.channels().filter(isShown);
  return {
    team: { id: team.id, name: team.name },
    users: workspace.people.map((person) => ({
      ...asSandboxUser(person),
      ...(person.id === bot.userId && { deleted: !isInstalled }),
    })),
    channels: visible.map((channel) => ({
      id: channel.id,
      name: workspace.nameOf(channel, as),
      kind: channel.kind,
      archived: channel.archived,
      hasBot: isInstalled && channel.members.has(bot.userId),
    })),
    userGroups: workspace.userGroups.map(({ id, handle }) => ({ id, name: handle })),
    messages: Object.fromEntries(
      visible.map(({ id }) => [
        id,
        workspace
          .messages(id)
          .filter(({ to }) => to === undefined || to === as)
          .map(({ to: _to, ...message }) => ({ ...message })),
      ]),
    ),
    ...(home && { home: { id: home.view.id, view: home.view } }),
    modals: modals.stack(as).map(({ view, errors }) => ({
      id: view.id,
      hash: view.hash,
      view,
      errors: { ...errors },
    })),
  };
}
