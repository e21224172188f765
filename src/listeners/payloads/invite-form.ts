import { z } from 'zod';
import { fields } from '../../ids.ts';
import { id } from './id.ts';

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

/** The preview of a batch; its metadata is the id of the stored preview. */
export const previewSubmissionSchema = z
  .object({ user: z.object({ id }), view: z.object({ private_metadata: id }) })
  .transform(({ user, view }) => ({ userId: user.id, previewId: view.private_metadata }));
