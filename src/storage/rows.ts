import * as z from 'zod';
import { type ConnectionScope, scopeId, type WorkspaceRef } from '../domain/connection.ts';
import type { Invitee } from '../domain/invitation.ts';
import type { Organization, Role } from '../domain/organization.ts';

/**
 * The schema of what a row holds. `columns` keep their names, and those that are null are absent; each of `parts` consists of
 * several columns, and parses the whole row.
 */
export const schemaOfRow = <Columns extends z.ZodRawShape, Parts extends z.ZodRawShape>(
  columns: Columns,
  parts: Parts,
) =>
  z.preprocess(
    (row: object) => {
      const present = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
      const wholes = Object.keys(parts).map((part) => [part, present]);
      return { ...present, ...Object.fromEntries(wholes) };
    },
    z.object({ ...columns, ...parts }),
  );

/** A column that may be null. */
export const optionalText = z.string().exactOptional();
/** A column that may be null. */
export const optionalInt = z.int().exactOptional();
/** A boolean, stored as 0 or 1. */
export const flag = z.int().transform((value) => value === 1);

/** What several columns make up in several tables. */
export const workspace = z.object({
  teamId: z.string(),
  enterpriseId: optionalText,
}) satisfies z.ZodType<WorkspaceRef>;

export const organization = z
  .object({ organizationId: z.string(), organizationName: z.string() })
  .transform((row): Organization => ({ id: row.organizationId, name: row.organizationName }));

export const invitee = z.object({
  address: z.string(),
  userId: optionalText,
  name: optionalText,
}) satisfies z.ZodType<Invitee>;

export const role = z
  .object({ roleId: z.string(), roleName: z.string() })
  .transform((row): Role => ({ id: row.roleId, name: row.roleName }));

export const scope = z
  .object({ scopeId: z.string(), isEnterprise: flag })
  .transform(
    (row): ConnectionScope =>
      row.isEnterprise ? { enterpriseId: row.scopeId } : { teamId: row.scopeId },
  );

export const columnsOfScope = (scope: ConnectionScope) => ({
  scopeId: scopeId(scope),
  isEnterprise: 'enterpriseId' in scope ? 1 : 0,
});

export const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

/** The response URLs of an audience. */
export const responseUrls = z.object({ channelUrl: optionalText, inviterUrl: optionalText });

/** Slack IDs with a space between. */
export const optionalIds = z
  .string()
  .transform((ids) => ids.split(' '))
  .exactOptional();
