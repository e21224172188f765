import { asText, isFields } from '../json.ts';
import { missingScope, refuse } from '../refusal.ts';
import { dmWithBot } from '../seed.ts';
import type { Method } from './index.ts';

/** Slack does not tell a bot that a private channel exists where it is not; emulate says `not_in_channel`. */
const asMember =
  (name: string): Method =>
  async (world, args) => {
    const channel = world.workspace.channel(asText(args.channel));
    const hidden = channel?.kind !== 'public' && !channel?.members.has(world.workspace.bot.userId);
    if (!channel || hidden) return refuse('channel_not_found');
    return world.emulate.call(name, args);
  };

/** No channel of the sandbox is shared with another workspace. https://docs.slack.dev/reference/objects/conversation-object */
const notShared = {
  is_shared: false,
  is_org_shared: false,
  is_ext_shared: false,
  is_pending_ext_shared: false,
};

/** https://docs.slack.dev/reference/methods/conversations.info */
const info: Method = async (world, args) => {
  const answer = await asMember('conversations.info')(world, args);
  return isFields(answer.channel)
    ? { ...answer, channel: { ...answer.channel, ...notShared } }
    : answer;
};

/** https://docs.slack.dev/reference/methods/conversations.open */
const open: Method = async (world, args) => {
  if (!world.scopes.includes('im:write')) return missingScope('im:write', world.scopes);
  const wanted = asText(args.users);
  if (wanted.includes(',')) {
    return refuse('invalid_arguments', ['the sandbox has no group messages']);
  }
  const person = world.workspace.person(wanted);
  if (person?.deleted) return refuse('user_disabled');
  if (person?.isBot) return refuse('cannot_dm_bot');
  // Every person has a conversation with the bot from the start, so emulate only finds it.
  return person
    ? world.emulate.call('conversations.open', { ...args, channel: dmWithBot(person.id) })
    : world.emulate.call('conversations.open', args);
};

export const conversationMethods = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.members': asMember('conversations.members'),
  'conversations.history': asMember('conversations.history'),
};
