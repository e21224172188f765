import type { Logger } from 'pino';
import { delivery as limits } from '../limits.ts';
import type { Clock } from '../utils/clock.ts';

export type StoreSurely = <T>(about: object, write: () => Promise<T>) => Promise<T>;

/**
 * Stores how an attempt ended, again and again for as long as the storage is away, since Piper must not be asked anew for what it has
 * answered. Rejects with the storage's error where it keeps refusing although it answers: that is a mistake of ours, and must not
 * hold a place for ever.
 */
export const createStoreSurely =
  (
    deps: Pick<Clock, 'random' | 'wait'> & {
      /** Grows as long as the storage answers. */
      answers: () => number;
      log: Logger;
    },
  ): StoreSurely =>
  async (about, write) => {
    const { answers, random, wait, log } = deps;
    const { initialDelay, maxDelay } = limits.storeAgain;
    let answered = answers();
    let refusals = 0;
    for (let tries = 1; ; tries += 1) {
      try {
        const stored = await write();
        if (tries > 1) log.info({ ...about, tries }, 'stored, now that the storage is back');
        return stored;
      } catch (error) {
        if (tries === 1) log.error({ err: error, ...about }, 'could not be stored yet');
        if (answers() > answered) refusals += 1;
        if (refusals >= limits.storeAgain.refusals) throw error;
        answered = answers();
      }
      const longest = Math.min(maxDelay, initialDelay * 2 ** (tries - 1));
      await wait(Math.ceil((longest * (1 + random())) / 2));
    }
  };
