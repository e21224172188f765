import { z } from 'zod';
import { connectFields, settingsFields } from '../../ids.ts';
import { id } from './id.ts';

const selected = z.object({ selected_option: z.object({ value: id }).nullish() });
const severalSelected = z.object({ selected_options: z.array(z.object({ value: id })).nullish() });
const view = <State extends z.ZodType>(values: State) =>
  z.object({
    user: z.object({ id }),
    view: z.object({ private_metadata: z.string(), state: z.object({ values }) }),
  });

/** The form that takes a token. */
export const tokenSchema = view(
  z.object({
    [connectFields.token]: z.object({
      [connectFields.token]: z.object({ value: z.string().nullish() }),
    }),
  }),
).transform(({ user, view: { state } }) => ({
  userId: user.id,
  token: state.values.token.token.value?.trim() ?? '',
}));

/** The form that chooses an organization. */
export const organizationSchema = view(
  z.object({
    [connectFields.organization]: z.object({
      [connectFields.organization]: z.object({ selected_option: z.object({ value: id }) }),
    }),
  }),
).transform(({ user, view: { private_metadata, state } }) => ({
  userId: user.id,
  pendingId: private_metadata,
  organizationId: state.values.organization.organization.selected_option.value,
}));

/** The settings form. A field that was not shown is absent. */
export const settingsSchema = view(
  z.object({
    [settingsFields.who]: z.object({
      [settingsFields.who]: z.object({
        selected_option: z.object({ value: z.enum(['admins', 'chosen', 'members']) }),
      }),
    }),
    [settingsFields.users]: z.object({
      [settingsFields.users]: z.object({ selected_users: z.array(id).nullish() }),
    }),
    [settingsFields.userGroups]: z
      .object({ [settingsFields.userGroups]: severalSelected })
      .optional(),
    [settingsFields.roles]: z.object({ [settingsFields.roles]: severalSelected }).optional(),
    [settingsFields.defaultRole]: z.object({ [settingsFields.defaultRole]: selected }).optional(),
    [settingsFields.channel]: z.object({
      [settingsFields.channel]: z.object({ selected_conversation: id.nullish() }),
    }),
    [settingsFields.domains]: z.object({
      [settingsFields.domains]: z.object({ value: z.string().nullish() }),
    }),
    [settingsFields.remind]: z
      .object({
        [settingsFields.remind]: z.object({
          selected_option: z.object({ value: z.coerce.number().pipe(z.int().min(0)) }).nullish(),
        }),
      })
      .optional(),
    [settingsFields.enterprise]: z
      .object({ [settingsFields.enterprise]: severalSelected })
      .optional(),
    [settingsFields.announce]: z.object({ [settingsFields.announce]: severalSelected }).optional(),
  }),
).transform(({ user, view: { private_metadata, state } }) => {
  const { values } = state;
  const several = (of: z.infer<typeof severalSelected> | undefined) =>
    of?.selected_options?.map(({ value }) => value) ?? [];
  return {
    userId: user.id,
    metadata: private_metadata,
    who: values.who.who.selected_option.value,
    userIds: values.users.users.selected_users ?? [],
    /** Undefined if the field was not shown. */
    userGroupIds: values.user_groups && several(values.user_groups.user_groups),
    /** Undefined if the field was not shown. */
    roles: values.roles &&
      values.default_role && {
        roleIds: several(values.roles.roles),
        defaultRoleId: values.default_role.default_role.selected_option?.value,
      },
    channel: values.settings_channel.settings_channel.selected_conversation ?? undefined,
    domains: values.domains.domains.value ?? '',
    /** Undefined if the field was not shown. */
    remindAfterDays: values.remind?.remind.selected_option?.value,
    isEnterpriseWide: several(values.enterprise?.enterprise).length > 0,
    isAnnounced: several(values.announce?.announce).length > 0,
  };
});

/** The form that confirms disconnecting. */
export const disconnectSchema = z
  .object({ user: z.object({ id }), view: z.object({ private_metadata: id }) })
  .transform(({ user, view: { private_metadata } }) => ({
    userId: user.id,
    connectionId: private_metadata,
  }));

/** The connection that a settings form is about: a new one, or an existing one. */
const targetSchema = z.union([
  z.object({ pendingId: id, organizationId: id }),
  z.object({ connectionId: id }),
]);
export type SettingsTarget = z.infer<typeof targetSchema>;

/** Encodes a target as the form's `private_metadata`. */
export const formatSettingsTarget = (target: SettingsTarget): string => JSON.stringify(target);

/** Throws if it is not a target. */
export const parseSettingsTarget = (metadata: string): SettingsTarget =>
  targetSchema.parse(JSON.parse(metadata));
