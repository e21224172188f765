/** Addresses of pages of Piper's web application about one organization. */
export type PiperPages = { members: string; roles: string; tokens: string };

/** By the organization's id; undefined where nobody has said where Piper's pages are. */
export type PiperPagesOf = (organizationId: string) => PiperPages | undefined;
