import * as z from 'zod';
import { askedInDoubt } from '../../ids.ts';
import { shownHome } from './home.ts';
import { id } from './id.ts';
import { numbered, wholeNumber } from './number.ts';
import { responseUrl } from './response-url.ts';

/** Where a button was pressed, if not in a message: on App Home, nothing is below what it opens. */
const view = z.object({ id, type: z.string().optional() }).optional();

const isModal = (shown: z.infer<typeof view>): boolean =>
  shown !== undefined && shown.type !== 'home';

/** A button that opens a form: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const buttonSchema = z
  .object({
    user: z.object({ id }),
    trigger_id: id,
    response_url: responseUrl,
    view,
  })
  .transform((body) => ({
    userId: body.user.id,
    triggerId: body.trigger_id,
    responseUrl: body.response_url,
    isInModal: isModal(body.view),
  }));

/** A button about a batch, whose id is its value: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const batchButtonSchema = z
  .object({
    user: z.object({ id }),
    response_url: responseUrl,
    channel: z.object({ id }).optional(),
    container: z.object({ is_ephemeral: z.boolean().optional() }).optional(),
    actions: z.tuple([z.object({ value: id })]),
  })
  .transform(({ user, response_url, channel, container, actions: [{ value }] }) => ({
    userId: user.id,
    responseUrl: response_url,
    /** The conversation that the message is in. */
    channel: channel?.id,
    /** Only this person can see the message. */
    isPrivate: container?.is_ephemeral ?? false,
    batchId: value,
  }));

/** A button to another page, whose offset is its value: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const pageButtonSchema = z
  .object({
    user: z.object({ id }),
    response_url: responseUrl,
    actions: z.tuple([z.object({ value: wholeNumber })]),
  })
  .transform(({ user, response_url, actions: [{ value }] }) => ({
    userId: user.id,
    responseUrl: response_url,
    offset: value,
  }));

/** A button about one entry of a batch; its value is the batch id and the position in it. */
export const roleButtonSchema = z
  .object({
    user: z.object({ id }),
    trigger_id: id,
    response_url: responseUrl,
    actions: z.tuple([z.object({ value: numbered })]),
  })
  .transform(({ user, trigger_id, response_url, actions: [{ value }] }) => ({
    opener: { userId: user.id, triggerId: trigger_id, responseUrl: response_url },
    batchId: value[0],
    position: value[1],
  }));

/** The button that shows everybody in a batch, whose id is its value. */
export const seeInvitedSchema = z
  .object({
    user: z.object({ id }),
    trigger_id: id,
    response_url: responseUrl,
    actions: z.tuple([z.object({ value: id })]),
  })
  .transform(({ user, trigger_id, response_url, actions: [{ value }] }) => ({
    opener: { userId: user.id, triggerId: trigger_id, responseUrl: response_url },
    batchId: value,
  }));

/**
 * The menu, or button, beside a person. The value is what to do, and whom it is about: the id of an invitation, or that of a batch and
 * the position in it.
 */
export const personMenuSchema = z
  .object({
    user: z.object({ id }),
    trigger_id: id,
    view,
    actions: z.tuple([
      z.object({
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    ]),
  })
  .transform(({ user, trigger_id, view, actions: [{ value, selected_option }] }) => {
    const [act, of, position] = personValue.parse(selected_option?.value ?? value);
    return {
      opener: { userId: user.id, triggerId: trigger_id, isInModal: isModal(view) },
      act,
      whom: position === undefined ? { invitationId: of } : { batchId: of, position },
    };
  });

const act = z.enum(['status', 'role']);
const personValue = z
  .string()
  .transform((text): unknown => text.split(' '))
  .pipe(z.union([z.tuple([act, id]), z.tuple([act, id, wholeNumber])]));

/** A button about a page of a list in a modal; its value is the list's id and the offset of the page. */
export const modalPageButtonSchema = z
  .object({
    user: z.object({ id }),
    trigger_id: id,
    view: z.object({ id }),
    actions: z.tuple([z.object({ value: numbered })]),
  })
  .transform(({ user, trigger_id, view, actions: [{ value }] }) => ({
    userId: user.id,
    triggerId: trigger_id,
    viewId: view.id,
    listId: value[0],
    offset: value[1],
  }));
export type ModalPageButton = z.infer<typeof modalPageButtonSchema>;

/** Where a button was pressed that is answered there: on App Home, in a modal, or in a message. */
const place = z.union([shownHome, view]).transform((shown) => ({
  home: shown && 'page' in shown ? shown : undefined,
  modalId: shown && 'id' in shown ? shown.id : undefined,
}));

/** The button that asks for a new token. */
export const renewalButtonSchema = z
  .object({
    user: z.object({ id }),
    response_url: responseUrl,
    view: place,
    actions: z.tuple([z.object({ value: z.string().optional() })]),
  })
  .transform(({ user, response_url, view, actions: [{ value }] }) => ({
    userId: user.id,
    responseUrl: response_url,
    isInDoubt: value === askedInDoubt,
    ...view,
  }));

/** A button about a request; its value is the request's id and the revision that the person saw. */
export const requestButtonSchema = z
  .object({
    user: z.object({ id }),
    trigger_id: id,
    response_url: responseUrl,
    view: place,
    actions: z.tuple([z.object({ value: numbered })]),
  })
  .transform(({ user, trigger_id, response_url, view, actions: [{ value }] }) => ({
    userId: user.id,
    triggerId: trigger_id,
    responseUrl: response_url,
    isInModal: view.modalId !== undefined,
    ...view,
    requestId: value[0],
    revision: value[1],
  }));
export type RequestButton = z.infer<typeof requestButtonSchema>;

/**
 * The button that asks for invites of before: it names the request, the batch or the preview that they are in, and what was typed as
 * the reason.
 */
export const askAgainSchema = z
  .object({
    user: z.object({ id }),
    trigger_id: id,
    response_url: responseUrl,
    view,
    actions: z.tuple([
      z.object({
        value: z
          .string()
          .transform((text): unknown => text.split(' '))
          .pipe(z.tuple([z.enum(['request', 'batch', 'preview']), id]).rest(z.string())),
      }),
    ]),
  })
  .transform(({ user, trigger_id, response_url, view, actions: [{ value }] }) => {
    const [kind, former, ...reason] = value;
    return {
      userId: user.id,
      triggerId: trigger_id,
      responseUrl: response_url,
      isInModal: isModal(view),
      kind,
      id: former,
      reason: reason.join(' '),
    };
  });
export type AskAgainButton = z.infer<typeof askAgainSchema>;
