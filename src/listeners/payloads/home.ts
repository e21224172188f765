import * as z from 'zod';
import { id } from './id.ts';
import { numbered } from './number.ts';

/** The place of an invitation, as the product has put it into a button or into App Home: its id, and when it was submitted. */
export const place = numbered.transform(([id, at]) => ({ id, at }));

/** An App Home that somebody sees. Its `page` comes right after a place; the first one has none. */
export const shownHome = z
  .object({
    type: z.literal('home'),
    hash: z.string().optional(),
    private_metadata: place.optional().catch(undefined),
  })
  .transform(({ hash, private_metadata: page }) => ({ hash, page }));
export type ShownHome = z.infer<typeof shownHome>;

/** https://docs.slack.dev/reference/events/app_home_opened */
export const homeOpenedSchema = z
  .object({
    user: id,
    tab: z.string(),
    // Absent the first time.
    view: z.object({ hash: z.string().optional() }).nullish(),
  })
  .transform(({ user, tab, view }) => ({
    userId: user,
    isHome: tab === 'home',
    hash: view?.hash,
  }));

/** Whoever has done something, and the App Home where they did it, if it was there. */
export const actedSchema = z
  .object({
    user: z.object({ id }),
    view: shownHome.optional().catch(undefined),
  })
  .transform(({ user, view }) => ({ userId: user.id, home: view }));

/** The buttons that turn the page of the pending invites. */
export const turnButtonSchema = z
  .object({
    user: z.object({ id }),
    view: shownHome,
    actions: z.tuple([z.object({ value: place })]),
  })
  .transform(({ user, view, actions: [{ value }] }) => ({
    userId: user.id,
    home: view,
    place: value,
  }));
