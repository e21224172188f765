import * as z from 'zod';
import { id } from './id.ts';
import { responseUrl } from './response-url.ts';

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export const commandSchema = z
  .object({
    text: z.string().default(''),
    user_id: id,
    channel_id: id,
    trigger_id: id,
    response_url: responseUrl,
  })
  .transform((body) => ({
    /** Says which submissions are one and the same. */
    submission: body.trigger_id,
    text: body.text,
    userId: body.user_id,
    channel: body.channel_id,
    triggerId: body.trigger_id,
    responseUrl: body.response_url,
  }));

export type CommandPayload = z.infer<typeof commandSchema>;
