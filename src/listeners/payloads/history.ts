import * as z from 'zod';
import { type HistoryFilters, historyStates } from '../../domain/history.ts';
import { historyFields } from '../../ids.ts';
import { formSchema, optionalChoice, text } from './form.ts';
import { place } from './home.ts';
import { id } from './id.ts';

const state = z.enum(historyStates);
const optionalUser = z
  .object({ selected_user: id.nullish() })
  .transform(({ selected_user }) => selected_user ?? undefined);
const optionalDay = z
  .object({ selected_date: z.iso.date().nullish() })
  .transform(({ selected_date }) => selected_date ?? undefined);

/** The form that asks what to look for. */
export const historySubmissionSchema = formSchema({
  [historyFields.address]: text,
  [historyFields.inviter]: optionalUser,
  [historyFields.role]: optionalChoice(id).optional(),
  [historyFields.state]: optionalChoice(state),
  [historyFields.from]: optionalDay,
  [historyFields.to]: optionalDay,
}).transform(({ userId, values }) => ({
  userId,
  input: {
    address: values[historyFields.address],
    inviterId: values[historyFields.inviter],
    roleId: values[historyFields.role],
    state: values[historyFields.state],
    from: values[historyFields.from],
    to: values[historyFields.to],
  },
}));

const filtersSchema = z.object({
  address: z.string().min(1).exactOptional(),
  inviterId: id.exactOptional(),
  roleId: id.exactOptional(),
  state: state.exactOptional(),
  from: z.int().exactOptional(),
  until: z.int().exactOptional(),
}) satisfies z.ZodType<HistoryFilters>;

/** Encodes what was looked for as the `private_metadata` of what was found. */
export const formatFilters = (filters: HistoryFilters): string => JSON.stringify(filters);

/** In the modal with what was found. */
const foundIn = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(filtersSchema);

/** The buttons that turn the page of what was found. */
export const historyTurnSchema = z
  .object({
    user: z.object({ id }),
    view: z.object({ id, private_metadata: foundIn }),
    actions: z.tuple([z.object({ value: place })]),
  })
  .transform(({ user, view, actions: [{ value }] }) => ({
    userId: user.id,
    viewId: view.id,
    filters: view.private_metadata,
    place: value,
  }));

/** The button that exports all of it. */
export const historyExportSchema = z
  .object({ user: z.object({ id }), trigger_id: id, view: z.object({ private_metadata: foundIn }) })
  .transform(({ user, trigger_id, view }) => ({
    opener: { userId: user.id, triggerId: trigger_id, isInModal: true },
    filters: view.private_metadata,
  }));
