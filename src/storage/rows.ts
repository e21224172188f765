import { z } from 'zod';
import { type ConnectionScope, scopeId, type WorkspaceRef } from '../domain/connection.ts';
import type { Invitee } from '../domain/invitation.ts';
import type { Organization, Role } from '../domain/organization.ts';

/** Columns that occur in several tables, as zod shapes, and the mapping between them and the domain. */

export const workspaceColumns = { teamId: z.string(), enterpriseId: z.string().nullable() };

export const workspaceOf = (row: {
  teamId: string;
  enterpriseId: string | null;
}): WorkspaceRef => ({
  teamId: row.teamId,
  ...(row.enterpriseId !== null && { enterpriseId: row.enterpriseId }),
});

export const scopeColumns = { scopeId: z.string(), isEnterprise: z.int() };

export const scopeOf = (row: { scopeId: string; isEnterprise: number }): ConnectionScope =>
  row.isEnterprise === 1 ? { enterpriseId: row.scopeId } : { teamId: row.scopeId };

export const columnsOfScope = (scope: ConnectionScope) => ({
  scopeId: scopeId(scope),
  isEnterprise: 'enterpriseId' in scope ? 1 : 0,
});

export const organizationColumns = { organizationId: z.string(), organizationName: z.string() };

export const organizationOf = (row: {
  organizationId: string;
  organizationName: string;
}): Organization => ({ id: row.organizationId, name: row.organizationName });

export const inviteeColumns = { address: z.string(), userId: z.string().nullable() };

export const inviteeOf = (row: { address: string; userId: string | null }): Invitee => ({
  address: row.address,
  ...(row.userId !== null && { userId: row.userId }),
});

export const roleColumns = { roleId: z.string(), roleName: z.string() };

export const roleOf = (row: { roleId: string; roleName: string }): Role => ({
  id: row.roleId,
  name: row.roleName,
});
