import { z } from 'zod';

/** Whoever sent something, and how to answer them: for when the payload itself makes no sense. */
export const senderSchema = z
  .object({
    user_id: z.string().optional(),
    user: z.object({ id: z.string() }).optional(),
    response_url: z.url().optional(),
  })
  .transform(({ user_id, user, response_url }) => ({
    userId: user_id ?? user?.id,
    responseUrl: response_url,
  }));
