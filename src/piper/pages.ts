import type { PiperPagesOf } from '../domain/piper-pages.ts';

/** Where the address has the organization's id in it. */
const placeholder = '{organization}';

/** The pages at an address without a slash at its end. Piper documents no address of them. */
export const piperPagesAt =
  (base: string | undefined): PiperPagesOf =>
  (organizationId) => {
    if (base === undefined) return undefined;
    const at = base.replaceAll(placeholder, encodeURIComponent(organizationId));
    return { members: `${at}/members`, roles: `${at}/roles`, tokens: `${at}/tokens` };
  };
