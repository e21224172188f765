import { z } from 'zod';
import { roleFields } from '../../ids.ts';
import { choice, formSchema } from './form.ts';
import { id } from './id.ts';

/** Whose role the form changes. */
const roleTargetSchema = z.object({
  organizationId: id,
  address: id,
  userId: id.exactOptional(),
});
export type RoleTarget = z.infer<typeof roleTargetSchema>;

/** Encodes a target as the form's `private_metadata`. */
export const formatRoleTarget = (target: RoleTarget): string => JSON.stringify(target);

/** The form that changes a role. */
export const roleSubmissionSchema = formSchema({ [roleFields.newRole]: choice(id) }).transform(
  ({ userId, metadata, values }) => ({
    userId,
    roleId: values.new_role,
    target: roleTargetSchema.parse(JSON.parse(metadata)),
  }),
);
