import type { Organization } from './organization.ts';

/** What the product needs a platform token for. */
export type MissingPermission = 'read' | 'add';

/** An organization as a platform token sees it; `missing` is what the token surely may not do there. */
export type TokenOrganization = Organization & { roleName?: string; missing: MissingPermission[] };

const everything = ['*', 'admin', 'owner', 'members:*', 'members:admin', 'members:manage'];
const adding = [...everything, 'members:create', 'members:add', 'members:invite', 'members:write'];
const reading = [...adding, 'editor', 'viewer', 'members:read', 'members:update'];

/**
 * What a list of permissions lacks. Permissions are not documented but for examples, so that several spellings count, and
 * where Piper tells none nothing is said to be missing: the first invite finds out.
 */
export function missingPermissions(
  permissions: readonly string[] | undefined,
): MissingPermission[] {
  if (!permissions) return [];
  const given = permissions.map((permission) => permission.toLowerCase());
  const has = (wanted: string[]) => wanted.some((permission) => given.includes(permission));
  return [...(has(reading) ? [] : ['read' as const]), ...(has(adding) ? [] : ['add' as const])];
}

/** A token as it may be shown, as Piper itself shows it: `pat_abc...xyz`. */
export const tokenPreview = (token: string): string => `${token.slice(0, 7)}...${token.slice(-3)}`;
