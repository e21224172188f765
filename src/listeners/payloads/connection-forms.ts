import * as z from 'zod';
import { connectFields, settingsFields } from '../../ids.ts';
import {
  choice,
  choices,
  formSchema,
  optionalChoice,
  optionalConversation,
  text,
  users,
} from './form.ts';
import { id } from './id.ts';
import { wholeNumber } from './number.ts';

/** The form that takes a token. */
export const tokenSchema = formSchema({ [connectFields.token]: text }).transform(
  ({ userId, values }) => ({ userId, token: values.token.trim() }),
);

/** The form that chooses an organization. */
export const organizationSchema = formSchema({
  [connectFields.organization]: choice(id),
}).transform(({ userId, metadata, values }) => ({
  userId,
  pendingId: metadata,
  organizationId: values.organization,
}));

/** The settings form. A field that was not shown is absent. */
export const settingsSchema = formSchema({
  [settingsFields.who]: choice(z.enum(['admins', 'chosen', 'members'])),
  [settingsFields.users]: users,
  [settingsFields.userGroups]: choices.optional(),
  [settingsFields.roles]: choices.optional(),
  [settingsFields.beyond]: choices.optional(),
  [settingsFields.risk]: choices.optional(),
  [settingsFields.defaultRole]: optionalChoice(id).optional(),
  [settingsFields.domains]: text,
  [settingsFields.quota]: text,
  [settingsFields.roleChangers]: users,
  [settingsFields.roleChangerGroups]: choices.optional(),
  [settingsFields.channel]: optionalConversation,
  [settingsFields.remind]: optionalChoice(wholeNumber).optional(),
  [settingsFields.enterprise]: choices.optional(),
  [settingsFields.announce]: choices.optional(),
}).transform(({ userId, metadata, values }) => ({
  userId,
  metadata,
  who: values.who,
  userIds: values.users,
  userGroupIds: values.user_groups,
  /** All three fields are shown, or none. */
  roles: values.roles && {
    roleIds: values.roles,
    beyondOwnRole: (values.beyond_own_role ?? []).length > 0,
    defaultRoleId: values.default_role,
  },
  /** What was ticked under the warning, if one was shown. */
  risk: values.risk,
  domains: values.domains,
  quota: values.quota,
  roleChangerIds: values.role_changers,
  roleChangerGroupIds: values.role_changer_groups,
  channel: values.settings_channel,
  remindAfterDays: values.remind,
  isEnterpriseWide: (values.enterprise ?? []).length > 0,
  isAnnounced: (values.announce ?? []).length > 0,
}));

/** The form that confirms disconnecting. */
export const disconnectSchema = z
  .object({ user: z.object({ id }), view: z.object({ private_metadata: id }) })
  .transform(({ user, view: { private_metadata } }) => ({
    userId: user.id,
    connectionId: private_metadata,
  }));

/** The connection that a settings form is about, a new one or an existing one, and the version of the settings that it shows. */
const targetSchema = z.union([
  z.object({ pendingId: id, organizationId: id, version: id }),
  z.object({ connectionId: id, version: id }),
]);
export type SettingsTarget = z.infer<typeof targetSchema>;

/** Encodes a target as the form's `private_metadata`. */
export const formatSettingsTarget = (target: SettingsTarget): string => JSON.stringify(target);

/** Throws if it is not a target. */
export const parseSettingsTarget = (metadata: string): SettingsTarget =>
  targetSchema.parse(JSON.parse(metadata));
