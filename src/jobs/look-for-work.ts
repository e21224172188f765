import { delivery as limits } from '../limits.ts';
import type { Job } from './schedule.ts';

/** Takes up what waits for its time, and what another process left behind. */
export const lookForWork = (deps: {
  delivery: { tick: () => Promise<void> };
  telling: { tick: () => Promise<void> };
}): Job => ({
  name: 'look for work',
  every: limits.lookEvery,
  run: async () => {
    await Promise.all([deps.delivery.tick(), deps.telling.tick()]);
  },
});
