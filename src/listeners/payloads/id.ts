import { z } from 'zod';

/** An id that Slack gave, or a value of the product's own that came back: never empty. */
export const id = z.string().min(1);
