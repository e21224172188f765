import type { Homes } from '../home/homes.ts';
import type { EventArgs } from '../middleware/error-boundary.ts';
import { homeOpenedSchema } from '../payloads/home.ts';

/** Somebody looks at a tab of the app. The one with its messages needs nothing. */
export const appHomeOpened =
  (homes: Homes) =>
  async ({ event, context }: EventArgs): Promise<void> => {
    const { userId, isHome, hash } = homeOpenedSchema.parse(event);
    if (isHome) await homes.opened(context, userId, hash);
  };
