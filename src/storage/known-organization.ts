import * as z from 'zod';
import type { KnownOrganization, Role } from '../domain/organization.ts';
import { jsonText } from './json-text.ts';

const roleSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  permissions: z.array(z.string()).optional(),
  isSystem: z.boolean().optional(),
}) satisfies z.ZodType<Role>;

/** The `known` column: what Piper told last of an organization. */
export const knownText = jsonText.pipe(
  z.object({
    details: z.object({
      id: z.string(),
      name: z.string(),
      ownerUserId: z.string().optional(),
      tokenRole: roleSchema,
    }),
    roles: z.array(roleSchema),
  }) satisfies z.ZodType<KnownOrganization>,
);
