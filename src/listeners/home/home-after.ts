import type { Origin } from '../../slack/workspaces.ts';
import { actedSchema } from '../payloads/home.ts';
import type { Homes } from './homes.ts';

/** A listener after which whoever acted sees on their Home what has changed, if they have opened it. */
export const homeAfter =
  (homes: Homes) =>
  <Args extends { body: unknown; context: Origin }>(listener: (args: Args) => Promise<unknown>) =>
  async (args: Args): Promise<void> => {
    await listener(args);
    const { userId, home } = actedSchema.parse(args.body);
    await homes.changed(args.context, userId, home);
  };
