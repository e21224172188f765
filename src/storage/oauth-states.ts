import { z } from 'zod';
import type { Database } from './tables.ts';

/** Installations in progress. Each state is valid once, in the browser that it was issued to. */
export interface OAuthStates {
  /** State and browser as hashes; `expiresAt` in epoch milliseconds. */
  create(state: { hash: string; browserHash: string; expiresAt: number }): Promise<void>;
  /** Removes a state, valid or not. Undefined when there is none or it has expired; `now` in epoch milliseconds. */
  take(hash: string, now: number): Promise<{ browserHash: string } | undefined>;
}

const rowSchema = z.object({ browserHash: z.string(), expiresAt: z.int() });

export function createOAuthStates(db: Database): OAuthStates {
  return {
    create: async ({ hash, browserHash, expiresAt }) => {
      await db.insertInto('oauthStates').values({ hash, browserHash, expiresAt }).execute();
    },
    take: async (hash, now) => {
      const [taken] = await db
        .deleteFrom('oauthStates')
        .where('hash', '=', hash)
        .returningAll()
        .execute();
      if (!taken) return undefined;
      const row = rowSchema.parse(taken);
      return row.expiresAt > now ? { browserHash: row.browserHash } : undefined;
    },
  };
}
