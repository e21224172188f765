import type { Organization } from './organization.ts';

/** What a platform token must allow: reading the organization, and adding members. */
export type MissingPermission = 'read' | 'add';

/** An organization as a platform token sees it; `missing` is what the token certainly may not do there. */
export type TokenOrganization = Organization & {
  roleName?: string | undefined;
  missing: MissingPermission[];
};

/** Documented permissions, and the presets whose role has them: https://docs.letpiper.com, "Platform tokens". */
const reading = ['members:read', 'admin', 'editor', 'viewer'];
const adding = ['members:invite', 'admin'];

/** What a list of permissions lacks. Without a list, nothing counts as missing: the first invite will show. */
export function missingPermissions(
  permissions: readonly string[] | undefined,
): MissingPermission[] {
  if (!permissions) return [];
  const granted = permissions.map((permission) => permission.toLowerCase());
  const has = (wanted: string[]) => wanted.some((permission) => granted.includes(permission));
  return [...(has(reading) ? [] : ['read' as const]), ...(has(adding) ? [] : ['add' as const])];
}

/** A token as it may be displayed, in the form that Piper uses: `pat_abc...xyz`. */
export const tokenPreview = (token: string): string => `${token.slice(0, 7)}...${token.slice(-3)}`;
