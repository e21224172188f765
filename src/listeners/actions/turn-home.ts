import type { Homes } from '../home/homes.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { turnButtonSchema } from '../payloads/home.ts';

/** The buttons that turn the page of the pending invites on App Home. */
export const turnHome =
  (homes: Homes, to: 'newerThan' | 'olderThan') =>
  async ({ body, ack, context }: ActionArgs): Promise<void> => {
    const { userId, home, place } = turnButtonSchema.parse(body);
    await ack();
    const turn = to === 'newerThan' ? { newerThan: place } : { olderThan: place };
    return homes.turned(context, userId, home, turn);
  };
