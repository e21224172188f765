import { completed } from '../block-kit/completed.ts';
import { messageRefusal, type Sending } from '../block-kit.ts';
import type { Answer } from '../emulate.ts';
import { asList, asText, type Fields, isFields } from '../json.ts';
import { missingScope, refuse } from '../refusal.ts';
import { app, dmWithBot } from '../seed.ts';
import type { Channel } from '../workspace.ts';
import type { World } from '../world.ts';
import type { Method } from './index.ts';

/** https://docs.slack.dev/reference/methods/chat.postMessage */
const postMessage: Method = async (world, args) => {
  const channel = target(world, args);
  if (!isChannel(channel)) return channel;
  const isMember = channel.members.has(world.workspace.bot.userId);
  if (channel.kind === 'public' && !isMember && !world.scopes.includes('chat:write.public')) {
    return refuse('not_in_channel');
  }
  const refusal = contentRefusal(world, args, 'post');
  if (refusal) return refusal;
  const answer = await world.emulate.call('chat.postMessage', sent(world, args, channel));
  const { message } = answer;
  if (!isFields(message)) return answer;
  world.workspace.add({
    channel: channel.id,
    ts: asText(answer.ts),
    text: asText(message.text),
    blocks: asList(message.blocks),
    ...threadOf(args),
  });
  return answer;
};

/** https://docs.slack.dev/reference/methods/chat.postEphemeral */
const postEphemeral: Method = async (world, args) => {
  const channel = target(world, args);
  if (!isChannel(channel)) return channel;
  if (!channel.members.has(world.workspace.bot.userId)) return refuse('not_in_channel');
  const refusal = contentRefusal(world, args, 'post');
  if (refusal) return refusal;
  const whole = sent(world, args, channel);
  const answer = await world.emulate.call('chat.postEphemeral', whole);
  if (!answer.ok) return answer;
  world.workspace.add({
    channel: channel.id,
    ts: asText(answer.message_ts),
    text: asText(args.text),
    blocks: asList(whole.blocks),
    to: asText(args.user),
    ...threadOf(args),
  });
  return answer;
};

/** https://docs.slack.dev/reference/methods/chat.update */
const update: Method = async (world, args) => {
  const channel = target(world, args);
  if (!isChannel(channel)) return channel;
  const refusal = contentRefusal(world, args, 'edit');
  if (refusal) return refusal;
  const answer = await world.emulate.call('chat.update', sent(world, args, channel));
  const updated = answer.message;
  const message = world.workspace.messages(channel.id).find(({ ts }) => ts === asText(args.ts));
  if (message && isFields(updated)) {
    message.text = asText(updated.text);
    message.blocks = asList(updated.blocks);
    message.edited = true;
  }
  return answer;
};

/** https://docs.slack.dev/reference/methods/chat.delete */
const remove: Method = async (world, args) => {
  const answer = await world.emulate.call('chat.delete', args);
  if (answer.ok) world.workspace.remove(asText(args.channel), asText(args.ts));
  return answer;
};

const threadOf = ({ thread_ts }: Fields) =>
  thread_ts === undefined ? {} : { thread: asText(thread_ts) };

/** Where the bot wants to write: a channel's id or name, or a person's id for their direct messages. */
function target(world: World, args: Fields): Channel | Answer {
  const wanted = asText(args.channel);
  const person = world.workspace.person(wanted);
  if (person?.isBot) return refuse('cannot_dm_bot');
  const channel = world.workspace.find(person && !person.deleted ? dmWithBot(person.id) : wanted);
  if (!channel) return refuse('channel_not_found');
  if (channel.kind !== 'public' && !channel.members.has(world.workspace.bot.userId)) {
    return refuse('channel_not_found');
  }
  return channel.archived ? refuse('is_archived') : channel;
}

const isChannel = (found: Channel | Answer): found is Channel => 'members' in found;

function contentRefusal(world: World, args: Fields, sending: Sending): Answer | undefined {
  const { attachments, username, icon_url, icon_emoji } = args;
  const customized = username ?? icon_url ?? icon_emoji;
  if (customized !== undefined && !world.scopes.includes('chat:write.customize')) {
    return missingScope('chat:write.customize', world.scopes);
  }
  if (attachments !== undefined) {
    return refuse('invalid_arguments', ['the sandbox has no attachments']);
  }
  const refusal = messageRefusal({ text: args.text, blocks: args.blocks }, sending);
  return refusal && refuse(refusal.error, refusal.messages);
}

/** What emulate is to store: it takes the author's ids from the arguments, where Slack takes them from the token. */
function sent(world: World, args: Fields, channel: Channel): Fields {
  const { blocks } = args;
  return {
    ...args,
    channel: channel.id,
    bot_id: world.workspace.bot.botId,
    app_id: app.id,
    ...(blocks === undefined ? {} : { blocks: completed(blocks) }),
  };
}

export const chatMethods = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
};
