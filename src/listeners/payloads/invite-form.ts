import * as z from 'zod';
import type { Audience } from '../../domain/invitation.ts';
import { fields, requestFields } from '../../ids.ts';
import {
  choices,
  conversations,
  file,
  formSchema,
  optionalConversation,
  text,
  users,
} from './form.ts';
import { id } from './id.ts';
import { responseUrl } from './response-url.ts';

const roleChoice = z
  .object({ selected_option: z.object({ value: id, text: z.object({ text: z.string() }) }) })
  .transform(({ selected_option: { value, text } }) => ({ id: value, name: text.text }));

const responseUrls = z.object({
  view: z.object({ id }),
  response_urls: z.array(z.object({ response_url: responseUrl, channel_id: id })).nullish(),
});

/** The form that invites, with the response URL for the conversation that was chosen in it. */
export const inviteSubmissionSchema = z
  .intersection(
    responseUrls,
    formSchema({
      [fields.people]: users,
      [fields.addresses]: text,
      [fields.role]: roleChoice,
      [fields.channel]: optionalConversation,
      [fields.userGroups]: choices.optional(),
      [fields.channels]: conversations.optional(),
      [fields.file]: file.optional(),
      [fields.onlyMe]: choices.optional(),
      [fields.note]: text,
      [requestFields.reason]: text.optional(),
    }),
  )
  .transform(({ view, response_urls, userId, metadata, values }) => ({
    userId,
    viewId: view.id,
    organizationId: metadata,
    selection: {
      userIds: values.people,
      text: values.addresses,
      userGroupIds: values.invite_groups ?? [],
      channels: values.invite_channels ?? [],
      fileId: values.file,
    },
    role: values.role,
    audience: audienceIn(
      { userId, channel: values.channel, isPrivate: (values.only_me ?? []).length > 0 },
      response_urls,
    ),
    note: values.note.trim() || undefined,
    reason: values.reason?.trim() || undefined,
  }));

/**
 * One response URL reaches everybody in the conversation, and the inviter alone. A person as the conversation stands for the
 * direct messages with them; that is where it goes when no conversation was chosen.
 */
function audienceIn(
  {
    userId,
    channel,
    isPrivate,
  }: { userId: string; channel: string | undefined; isPrivate: boolean },
  urls: readonly { response_url?: string | undefined; channel_id: string }[] | null | undefined,
): Audience {
  const url = urls?.find(({ channel_id }) => channel_id === channel)?.response_url;
  const inviterUrl = url && { inviterUrl: url };
  return isPrivate || channel === undefined
    ? { channel: userId, ...inviterUrl }
    : { channel, ...(url && { channelUrl: url }), ...inviterUrl };
}

const plainText = z.object({ text: z.string() }).transform(({ text }) => ({
  type: 'plain_text' as const,
  text,
}));

/** The button that makes room for more in the form. The blocks are those that Slack shows, to be sent back to it. */
export const openFormButtonSchema = z
  .object({
    view: z.object({
      id,
      callback_id: id,
      private_metadata: id,
      title: plainText,
      submit: plainText,
      close: plainText,
      blocks: z.array(z.looseObject({ type: z.string(), block_id: id })),
    }),
  })
  .transform(({ view: { id, ...form } }) => ({ viewId: id, form }));

export type InviteSubmission = z.infer<typeof inviteSubmissionSchema>;

/** The preview of a batch; its metadata is the id of the stored preview. It is alone where no form is below it. */
export const previewSubmissionSchema = z
  .object({
    user: z.object({ id }),
    view: z.object({
      id,
      root_view_id: z.string().nullish(),
      private_metadata: id,
      // Absent where nothing needs approval.
      state: z
        .object({
          values: z.object({
            [requestFields.reason]: z
              .object({ [requestFields.reason]: z.object({ value: z.string().nullish() }) })
              .optional(),
          }),
        })
        .optional(),
    }),
  })
  .transform(({ user, view }) => ({
    userId: user.id,
    previewId: view.private_metadata,
    isAlone: view.root_view_id === view.id,
    reason: view.state?.values.reason?.reason.value?.trim() ?? '',
  }));
