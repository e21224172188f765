import * as z from 'zod';
import type { CommandPayload } from './command.ts';
import { id } from './id.ts';
import { responseUrl } from './response-url.ts';

/**
 * A button that runs a command as the product has understood it; its value is the command's text.
 * https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
export const suggestionSchema = z
  .object({
    user: z.object({ id }),
    channel: z.object({ id }),
    trigger_id: id,
    response_url: responseUrl,
    container: z.object({ message_ts: id }),
    actions: z.tuple([z.object({ value: z.string().min(1) })]),
  })
  .transform(
    ({
      user,
      channel,
      trigger_id,
      response_url,
      container,
      actions: [{ value }],
    }): CommandPayload => ({
      // One message leads to one batch, however often its buttons are pressed.
      submission: `suggestion ${user.id} ${channel.id} ${container.message_ts}`,
      text: value,
      userId: user.id,
      channel: channel.id,
      triggerId: trigger_id,
      responseUrl: response_url,
    }),
  );
