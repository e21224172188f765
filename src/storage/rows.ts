import { z } from 'zod';
import { type ConnectionScope, scopeId, type WorkspaceRef } from '../domain/connection.ts';
import type { Invitee } from '../domain/invitation.ts';
import type { Organization, Role } from '../domain/organization.ts';

/** Columns that occur in several tables, as zod shapes, and the mapping between them and the domain. */

export const workspaceColumns = { team_id: z.string(), enterprise_id: z.string().nullable() };

export const workspaceOf = (row: {
  team_id: string;
  enterprise_id: string | null;
}): WorkspaceRef => ({
  teamId: row.team_id,
  ...(row.enterprise_id !== null && { enterpriseId: row.enterprise_id }),
});

export const scopeColumns = { scope_id: z.string(), is_enterprise: z.int() };

export const scopeOf = (row: { scope_id: string; is_enterprise: number }): ConnectionScope =>
  row.is_enterprise === 1 ? { enterpriseId: row.scope_id } : { teamId: row.scope_id };

export const columnsOfScope = (scope: ConnectionScope) => ({
  scope_id: scopeId(scope),
  is_enterprise: 'enterpriseId' in scope ? 1 : 0,
});

export const organizationColumns = { organization_id: z.string(), organization_name: z.string() };

export const organizationOf = (row: {
  organization_id: string;
  organization_name: string;
}): Organization => ({ id: row.organization_id, name: row.organization_name });

export const inviteeColumns = { address: z.string(), user_id: z.string().nullable() };

export const inviteeOf = (row: { address: string; user_id: string | null }): Invitee => ({
  address: row.address,
  ...(row.user_id !== null && { userId: row.user_id }),
});

export const roleColumns = { role_id: z.string(), role_name: z.string() };

export const roleOf = (row: { role_id: string; role_name: string }): Role => ({
  id: row.role_id,
  name: row.role_name,
});
