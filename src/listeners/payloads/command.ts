import * as z from 'zod';
import { id } from './id.ts';
import { responseUrl } from './response-url.ts';

const commandSchema = z.object({
  text: z.string().default(''),
  user_id: id,
  channel_id: id,
  trigger_id: id,
  response_url: responseUrl,
});

export type CommandPayload = ReturnType<typeof parseCommand>;

/**
 * https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling. No transform of zod's, since this is the most
 * frequent request: with one, more than twice as much outlives a garbage collection, and V8 soon doubles the memory for what is young.
 */
export function parseCommand(body: unknown) {
  const { text, user_id, channel_id, trigger_id, response_url } = commandSchema.parse(body);
  return {
    /** Says which submissions are one and the same. */
    submission: trigger_id,
    text,
    userId: user_id,
    channel: channel_id,
    triggerId: trigger_id,
    responseUrl: response_url,
  };
}
