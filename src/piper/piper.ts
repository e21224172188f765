import type { Dispatcher } from 'undici';
import type { ConnectionWithToken } from '../domain/connection.ts';
import { piper as limits } from '../limits.ts';
import type { PiperOrganization, PiperTokens } from '../usecases/ports/piper.ts';
import type { Clock } from '../utils/clock.ts';
import { createBreaker } from './breaker.ts';
import { createPiperClient, type PiperClientOptions } from './client.ts';
import { createPiperOrganization } from './organization.ts';
import { createTokenCheck } from './token-check.ts';

/** What a test may rule. */
export type PiperOverrides = {
  retryPolicy?: NonNullable<PiperClientOptions['retryPolicy']>;
  breaker?: { failures: number; pause: number };
};

/** Everything that talks to Piper: a client for each token, behind one circuit breaker. */
export function createPiper(
  options: { apiUrl: string; dispatcher: Dispatcher; clock: Clock } & PiperOverrides,
): {
  openOrganization: (connection: ConnectionWithToken) => PiperOrganization;
  tokens: PiperTokens;
} {
  const { apiUrl, dispatcher, clock, retryPolicy } = options;
  const breaker = createBreaker({ ...(options.breaker ?? limits.breaker), now: clock.now });
  const clientOf = (token: string) =>
    createPiperClient({
      apiUrl,
      token,
      dispatcher,
      breaker,
      clock,
      ...(retryPolicy && { retryPolicy }),
    });
  const open = (token: string, organizationId: string) =>
    createPiperOrganization({ client: clientOf(token), organizationId, clock });
  return {
    openOrganization: ({ token, organization }) => open(token, organization.id),
    tokens: createTokenCheck(clientOf, open),
  };
}
