import type { Role } from '../domain/organization.ts';
import type { AuthorityOf } from './authority.ts';
import type { Decider, Opened } from './decide-request.ts';

/** Those of an organization's roles that somebody who may decide about a request may approve; none where Piper doesn't tell. */
export async function rolesToApprove(
  authorityOf: AuthorityOf,
  { beyondOwnRole }: Pick<Opened, 'beyondOwnRole'>,
  { workspace, connected, by }: Pick<Decider, 'workspace' | 'connected' | 'by'>,
): Promise<Role[]> {
  const [roles, authority] = await Promise.all([
    connected.piper.roles(),
    authorityOf(workspace, by, connected, 'recent'),
  ]);
  return (roles.ok ? roles.value : []).filter(
    (role) => beyondOwnRole.includes(role.id) || !authority.whyTooMuch(role),
  );
}
