import type { ConnectionWithToken } from '../domain/connection.ts';
import type { PiperPagesOf } from '../domain/piper-pages.ts';
import { missingPermissions, tokenPreview } from '../domain/token-permissions.ts';
import { piper as limits } from '../limits.ts';
import type { PiperOrganization, PiperTokens } from '../usecases/ports/piper.ts';
import { createBreaker } from './breaker.ts';
import { createPiperClient, type PiperClientOptions } from './client.ts';
import { asResult, createPiperOrganization } from './organization.ts';
import { piperPagesAt } from './pages.ts';

/** What a test may rule. */
export type PiperOverrides = {
  retryPolicy?: PiperClientOptions['retryPolicy'];
  breaker?: { failures: number; pause: number };
};

/** Everything that talks to Piper: a client for each token, behind one circuit breaker. */
export function createPiper(
  options: Pick<PiperClientOptions, 'apiUrl' | 'dispatcher' | 'clock' | 'onPiperCall'> &
    PiperOverrides & { appUrl?: string | undefined },
): {
  openOrganization: (connection: ConnectionWithToken) => PiperOrganization;
  tokens: PiperTokens;
  pages: PiperPagesOf;
  /** False while the breaker is open. */
  isAnswering: () => boolean;
} {
  const { apiUrl, dispatcher, clock, retryPolicy, onPiperCall } = options;
  const breaker = createBreaker({ ...(options.breaker ?? limits.breaker), now: clock.now });
  const clientOf = (token: string) =>
    createPiperClient({ apiUrl, token, dispatcher, breaker, clock, retryPolicy, onPiperCall });
  const open = (token: string, organizationId: string) =>
    createPiperOrganization({ client: clientOf(token), organizationId, clock });
  const inspect = async (token: string) =>
    (await clientOf(token).listOrganizations()).map(({ id, name, role, permissions }) => ({
      id,
      name,
      roleName: role?.name,
      missing: missingPermissions(permissions ?? undefined),
    }));
  return {
    openOrganization: ({ token, organization }) => open(token, organization.id),
    pages: piperPagesAt(options.appUrl),
    isAnswering: () => !breaker.isOpen(),
    tokens: {
      inspect: (token) => asResult(inspect(token)),
      expiry: async (token, organizationId) => {
        const tokens = await asResult(clientOf(token).listPlatformTokens(organizationId));
        // Only admins of the organization may see its tokens.
        const [same, ...others] = (tokens.ok ? tokens.value : []).filter(
          ({ token_preview, is_active }) =>
            token_preview === tokenPreview(token) && is_active !== false,
        );
        if (!same || others.length > 0) return undefined;
        return same.expires_at === null ? 'never' : same.expires_at;
      },
      open,
    },
  };
}
