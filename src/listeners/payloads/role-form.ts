import { z } from 'zod';
import { roleFields } from '../../ids.ts';
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
export const roleSubmissionSchema = z
  .object({
    user: z.object({ id }),
    view: z.object({
      private_metadata: z.string(),
      state: z.object({
        values: z.object({
          [roleFields.newRole]: z.object({
            [roleFields.newRole]: z.object({ selected_option: z.object({ value: id }) }),
          }),
        }),
      }),
    }),
  })
  .transform(({ user, view: { private_metadata, state } }) => ({
    userId: user.id,
    roleId: state.values.new_role.new_role.selected_option.value,
    target: roleTargetSchema.parse(JSON.parse(private_metadata)),
  }));
