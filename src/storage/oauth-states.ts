import type { Database } from './tables.ts';

/** The states of finished installations, as hashes: each counts once. */
export interface OAuthStates {
  isSpent(hash: string): Promise<boolean>;
  /** False if it was spent before. `expiresAt` in epoch milliseconds. */
  spend(state: { hash: string; expiresAt: number }): Promise<boolean>;
}

export function createOAuthStates(db: Database): OAuthStates {
  return {
    isSpent: async (hash) => {
      const found = await db
        .selectFrom('oauthStates')
        .select('hash')
        .where('hash', '=', hash)
        .executeTakeFirst();
      return found !== undefined;
    },
    spend: async ({ hash, expiresAt }) => {
      const spent = await db
        .insertInto('oauthStates')
        .values({ hash, expiresAt })
        .onConflict((conflict) => conflict.doNothing())
        .returning('hash')
        .execute();
      return spent.length === 1;
    },
  };
}
