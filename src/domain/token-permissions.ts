import type { Organization } from './organization.ts';

/** What a platform token must allow: reading the organization, and adding members. */
export type MissingPermission = 'read' | 'add';

/** An organization as a platform token sees it; `missing` is what the token certainly may not do there. */
export type TokenOrganization = Organization & {
  roleName?: string | undefined;
  missing: MissingPermission[];
};

const everything = ['*', 'admin', 'owner', 'members:*', 'members:admin', 'members:manage'];
const adding = [...everything, 'members:create', 'members:add', 'members:invite', 'members:write'];
const reading = [...adding, 'editor', 'viewer', 'members:read', 'members:update'];

/**
 * What a list of permissions lacks. Piper documents permissions only by example, so several spellings are accepted. Without a
 * list, nothing counts as missing: the first invite will show.
 */
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
