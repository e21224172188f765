import type { Connection } from './connection.ts';

/** Whether a connection's token can be used, as far as it is known; times are epoch milliseconds. */
export type TokenState =
  | { kind: 'good' }
  /** Piper does not take it, as was seen then. */
  | { kind: 'refused'; since: number }
  | { kind: 'expired'; at: number }
  | { kind: 'expiring'; at: number };

/** What is known of a token at `now`; `soon` is how many milliseconds before its end somebody has to see to it. */
export function tokenStateOf(
  { rejectedSince, expiresAt }: Pick<Connection, 'rejectedSince' | 'expiresAt'>,
  now: number,
  soon: number,
): TokenState {
  if (rejectedSince !== undefined) return { kind: 'refused', since: rejectedSince };
  if (expiresAt === undefined || expiresAt > now + soon) return { kind: 'good' };
  return { kind: expiresAt <= now ? 'expired' : 'expiring', at: expiresAt };
}
