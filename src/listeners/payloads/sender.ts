import * as z from 'zod';
import { responseUrl } from './response-url.ts';

/** Who sent a request, and how to reach them. For the error boundary, so it accepts any payload. */
export const senderSchema = z
  .object({
    user_id: z.string().optional(),
    user: z.object({ id: z.string() }).optional(),
    response_url: responseUrl,
  })
  .transform(({ user_id, user, response_url }) => ({
    userId: user_id ?? user?.id,
    responseUrl: response_url,
  }));
