import * as z from 'zod';
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

/** The change that somebody sees before they confirm it; `from` and `to` are role IDs. */
const roleChangeSchema = z.object({ target: roleTargetSchema, from: id, to: id });

/** Encodes a change as the `private_metadata` of the modal that confirms it. */
export const formatRoleChange = (change: z.infer<typeof roleChangeSchema>): string =>
  JSON.stringify(change);

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

/** The modal that confirms a change. */
export const roleConfirmationSchema = formSchema({}).transform(({ userId, metadata }) => ({
  userId,
  ...roleChangeSchema.parse(JSON.parse(metadata)),
}));
