import * as z from 'zod';
import { parsePeople } from '../../domain/people-list.ts';
import { id } from './id.ts';
import { messageSchema, wordsOfMessage } from './message-words.ts';
import { responseUrl } from './response-url.ts';

/** A shortcut that belongs to no message: https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export const globalShortcutSchema = z
  .object({ user: z.object({ id }), trigger_id: id })
  .transform(({ user, trigger_id }) => ({ userId: user.id, triggerId: trigger_id }));

/**
 * A shortcut of a message: whom it names, and who has written it, unless that was an app without a user. Of the message, nothing
 * else is kept.
 * https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
 */
export const messageShortcutSchema = z
  .object({
    user: z.object({ id }),
    trigger_id: id,
    response_url: responseUrl,
    channel: z.object({ id }),
    message: messageSchema.extend({ user: id.optional().catch(undefined) }),
  })
  .transform(({ user, trigger_id, response_url, channel, message }) => ({
    opener: { userId: user.id, triggerId: trigger_id, responseUrl: response_url },
    channel: channel.id,
    named: wordsOfMessage(message).flatMap((words) => parsePeople(words).people),
    author: message.user,
  }));
