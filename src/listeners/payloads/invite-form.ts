import { z } from 'zod';
import { fields, roleFields } from '../../ids.ts';

/** What Slack sends, as far as the listeners use it. What does not fit throws, and ends at the error boundary. */

const id = z.string().min(1);

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export const commandSchema = z
  .object({
    text: z.string().default(''),
    user_id: id,
    channel_id: id,
    trigger_id: id,
    response_url: z.url(),
  })
  .transform((body) => ({
    text: body.text,
    userId: body.user_id,
    channel: body.channel_id,
    triggerId: body.trigger_id,
    responseUrl: body.response_url,
  }));

export type CommandPayload = z.infer<typeof commandSchema>;

const text = z.string().nullish();
const many = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

const optionSchema = z.object({ value: id });

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
export const inviteSubmissionSchema = z
  .object({
    user: z.object({ id }),
    view: z.object({
      id,
      private_metadata: z.string(),
      state: z.object({
        values: z.object({
          [fields.people]: z.object({
            [fields.people]: z.object({ selected_users: z.array(id).nullish() }),
          }),
          [fields.addresses]: z.object({ [fields.addresses]: z.object({ value: text }) }),
          [fields.role]: z.object({
            [fields.role]: z.object({
              selected_option: z.object({ value: id, text: z.object({ text: z.string() }) }),
            }),
          }),
          [fields.channel]: z.object({
            [fields.channel]: z.object({ selected_conversation: id }),
          }),
          [fields.userGroups]: z
            .object({ [fields.userGroups]: z.object({ selected_options: many(optionSchema) }) })
            .optional(),
          [fields.channels]: z
            .object({ [fields.channels]: z.object({ selected_conversations: many(id) }) })
            .optional(),
          [fields.file]: z
            .object({ [fields.file]: z.object({ files: many(z.object({ id })) }) })
            .optional(),
          [fields.note]: z.object({ [fields.note]: z.object({ value: text }) }),
        }),
      }),
    }),
    response_urls: z
      .array(z.object({ response_url: z.url(), channel_id: id }))
      .nullish()
      .transform((urls) => urls ?? []),
  })
  .transform(({ user, view, response_urls }) => {
    const { values } = view.state;
    const role = values.role.role.selected_option;
    const channel = values.channel.channel.selected_conversation;
    return {
      userId: user.id,
      viewId: view.id,
      organizationId: view.private_metadata,
      selection: {
        userIds: values.people.people.selected_users ?? [],
        text: values.addresses.addresses.value ?? '',
        userGroupIds:
          values.invite_groups?.invite_groups.selected_options.map(({ value }) => value) ?? [],
        channels: values.invite_channels?.invite_channels.selected_conversations ?? [],
        fileId: values.file?.file.files[0]?.id,
      },
      role: { id: role.value, name: role.text.text },
      channel,
      note: values.note.note.value?.trim() || undefined,
      responseUrl: response_urls.find((url) => url.channel_id === channel)?.response_url,
    };
  });

export type InviteSubmission = z.infer<typeof inviteSubmissionSchema>;

/** What shows before many invites are sent comes back with the id of its draft. */
export const previewSubmissionSchema = z
  .object({ user: z.object({ id }), view: z.object({ private_metadata: id }) })
  .transform(({ user, view }) => ({ userId: user.id, previewId: view.private_metadata }));

/** https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export const menuQuerySchema = z
  .object({ user: z.object({ id }), value: z.string().nullish() })
  .transform(({ user, value }) => ({ userId: user.id, query: value ?? '' }));

/** Whoever sent something, and how to answer them: for when the payload itself makes no sense. */
export const senderSchema = z
  .object({
    user_id: z.string().optional(),
    user: z.object({ id: z.string() }).optional(),
    response_url: z.url().optional(),
  })
  .transform(({ user_id, user, response_url }) => ({
    userId: user_id ?? user?.id,
    responseUrl: response_url,
  }));

/** A button to another page: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const pageButtonSchema = z
  .object({
    user: z.object({ id }),
    response_url: z.url(),
    actions: z.tuple([z.object({ value: z.coerce.number().pipe(z.int().min(0)) })]),
  })
  .transform(({ user, response_url, actions: [{ value }] }) => ({
    userId: user.id,
    responseUrl: response_url,
    offset: value,
  }));

const entryOfBatch = z
  .string()
  .transform((text): unknown => text.split(' '))
  .pipe(z.tuple([id, z.coerce.number().pipe(z.int().min(0))]));

/** A button, or a choice from a small menu, that says which entry of an order it is about. */
export const roleButtonSchema = z
  .object({
    user: z.object({ id }),
    trigger_id: id,
    response_url: z.url().optional(),
    actions: z.tuple([
      z.union([
        z.object({ value: entryOfBatch }).transform(({ value }) => value),
        z
          .object({ selected_option: z.object({ value: entryOfBatch }) })
          .transform(({ selected_option }) => selected_option.value),
      ]),
    ]),
  })
  .transform(({ user, trigger_id, response_url, actions: [[batchId, position]] }) => ({
    opener: { userId: user.id, triggerId: trigger_id, responseUrl: response_url },
    batchId,
    position,
  }));

/** Whose role the modal changes, as it travels with it. */
const roleTargetSchema = z.object({
  organizationId: id,
  address: id,
  userId: id.exactOptional(),
});
export type RoleTarget = z.infer<typeof roleTargetSchema>;

/** A target as it travels with the modal. */
export const formatRoleTarget = (target: RoleTarget): string => JSON.stringify(target);

/** The modal that changes a role. */
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
