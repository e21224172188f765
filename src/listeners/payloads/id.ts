import * as z from 'zod';

/** An id from Slack, or one of the product's own that Slack sends back. Never empty. */
export const id = z.string().min(1);
