import type { Fields } from '../json.ts';
import { app } from '../seed.ts';
import type { Channel, Message } from '../workspace.ts';
import type { World } from '../world.ts';
import { richText } from '../written.ts';

/** A message as interaction payloads have it. */
export function payloadMessage({ workspace }: World, message: Message): Fields {
  const { author, ts, text, blocks, edited, thread } = message;
  const { team, bot } = workspace;
  return {
    type: 'message',
    user: author,
    ...(author === bot.userId ? { bot_id: bot.botId, app_id: app.id } : {}),
    team: team.id,
    ts,
    text,
    blocks: author === bot.userId ? blocks : [richText(text, ts)],
    ...(edited ? { edited: { user: author, ts } } : {}),
    ...(thread === undefined ? {} : { thread_ts: thread }),
  };
}

/** Slack tells a command, and a shortcut of a message, where it is only in public. */
export function channelName({ kind, name }: Channel): string {
  if (kind === 'dm') return 'directmessage';
  return kind === 'private' ? 'privategroup' : name;
}
