import { z } from 'zod';
import type { Audience } from '../../domain/invitation.ts';
import { fields, requestFields } from '../../ids.ts';
import { choices, conversation, conversations, file, formSchema, text, users } from './form.ts';
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
      [fields.channel]: conversation,
      [fields.userGroups]: choices.optional(),
      [fields.channels]: conversations.optional(),
      [fields.file]: file.optional(),
      [fields.note]: text,
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
    audience: audienceIn(values.channel, response_urls),
    note: values.note.trim() || undefined,
  }));

/** One response URL reaches everybody in the conversation, and the inviter alone. */
function audienceIn(
  channel: string,
  urls: readonly { response_url?: string | undefined; channel_id: string }[] | null | undefined,
): Audience {
  const url = urls?.find(({ channel_id }) => channel_id === channel)?.response_url;
  return { channel, ...(url && { channelUrl: url, inviterUrl: url }) };
}

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
