import * as z from 'zod';

/** Where a message reaches whoever sent a request: a bad one is none, since there are other ways to reach them. */
export const responseUrl = z.url().optional().catch(undefined);
