import * as z from 'zod';
import { id } from './id.ts';
import { numbered } from './number.ts';

/** https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export const menuQuerySchema = z
  .object({ user: z.object({ id }), value: z.string().nullish() })
  .transform(({ user, value }) => ({ userId: user.id, query: value ?? '' }));

/** A search in a role menu of the settings form. */
export const settingsRoleQuerySchema = z
  .object({
    user: z.object({ id }),
    value: z.string().nullish(),
    view: z.object({ private_metadata: z.string() }),
  })
  .transform(({ user, value, view: { private_metadata } }) => ({
    userId: user.id,
    query: value ?? '',
    metadata: private_metadata,
  }));

/** A search in a menu of a form about a request, whose metadata is the request's id and the revision that was shown. */
export const requestQuerySchema = z
  .object({
    user: z.object({ id }),
    value: z.string().nullish(),
    view: z.object({ private_metadata: numbered }),
  })
  .transform(({ user, value, view: { private_metadata } }) => ({
    userId: user.id,
    query: value ?? '',
    requestId: private_metadata[0],
    revision: private_metadata[1],
  }));
