import {
  missingPermissions,
  type TokenOrganization,
  tokenPreview,
} from '../domain/token-permissions.ts';
import type { PiperOrganization, PiperTokens } from '../usecases/ports/piper.ts';
import type { PiperClient } from './client.ts';
import { asResult } from './organization.ts';

/** Inspects platform tokens, each through a client of its own. */
export function createTokenCheck(
  clientOf: (token: string) => PiperClient,
  open: (token: string, organizationId: string) => PiperOrganization,
): PiperTokens {
  return {
    inspect: (token) =>
      asResult(
        clientOf(token)
          .listOrganizations()
          .then((organizations) =>
            organizations.map(
              ({ id, name, role, permissions }): TokenOrganization => ({
                id,
                name,
                ...(role && { roleName: role.name }),
                missing: missingPermissions(permissions ?? undefined),
              }),
            ),
          ),
      ),

    expiry: async (token, organizationId) => {
      const tokens = await asResult(clientOf(token).listPlatformTokens(organizationId));
      // Only admins of the organization may see its tokens.
      const same = (tokens.ok ? tokens.value : []).filter(
        ({ token_preview, is_active }) =>
          token_preview === tokenPreview(token) && is_active !== false,
      );
      return same.length === 1 ? (same[0]?.expires_at ?? undefined) : undefined;
    },

    open,
  };
}
