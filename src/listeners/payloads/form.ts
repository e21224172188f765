import * as z from 'zod';
import { id } from './id.ts';

/**
 * A form that somebody submitted, with the state of each field by its name: every block of the product's forms holds one input,
 * whose action has the id of the field. A field that was not shown is absent.
 * https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission
 */
export const formSchema = <Fields extends z.ZodRawShape>(fields: Fields) =>
  z
    .object({
      user: z.object({ id }),
      view: z.object({
        private_metadata: z.string(),
        state: z.object({
          values: z
            .record(z.string(), z.record(z.string(), z.unknown()))
            .transform((blocks): unknown =>
              Object.fromEntries(Object.values(blocks).flatMap(Object.entries)),
            )
            .pipe(z.object(fields)),
        }),
      }),
    })
    .transform(({ user, view: { private_metadata, state } }) => ({
      userId: user.id,
      metadata: private_metadata,
      values: state.values,
    }));

/** What was typed; empty if nothing was. */
export const text = z.object({ value: z.string().nullish() }).transform(({ value }) => value ?? '');

const selected = z.object({ selected_option: z.object({ value: z.unknown() }).nullish() });

/** The value of the one option that must be chosen. */
export const choice = <Value extends z.ZodType>(value: Value) =>
  selected.transform((state): unknown => state.selected_option?.value).pipe(value);

/** The same where nothing need be chosen. */
export const optionalChoice = <Value extends z.ZodType>(value: Value) => choice(value.optional());

const many = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

/** The values of the options that were chosen. */
export const choices = z
  .object({ selected_options: many(z.object({ value: id })) })
  .transform(({ selected_options }) => selected_options.map(({ value }) => value));

/** Slack user IDs. */
export const users = z
  .object({ selected_users: many(id) })
  .transform(({ selected_users }) => selected_users);

/** A conversation's ID. */
export const conversation = z
  .object({ selected_conversation: id })
  .transform(({ selected_conversation }) => selected_conversation);

export const optionalConversation = z
  .object({ selected_conversation: id.nullish() })
  .transform(({ selected_conversation }) => selected_conversation ?? undefined);

/** IDs of conversations. */
export const conversations = z
  .object({ selected_conversations: many(id) })
  .transform(({ selected_conversations }) => selected_conversations);

/** The ID of the file that was uploaded, if one was. */
export const file = z
  .object({ files: many(z.object({ id })) })
  .transform(({ files }) => files[0]?.id);
