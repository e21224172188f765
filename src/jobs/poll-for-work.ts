import type { Job } from './schedule.ts';

/** Takes up what waits for its time, and what another process left behind. */
export const pollForWork = (deps: {
  delivery: { tick: () => Promise<void> };
  notifications: { tick: () => Promise<void> };
  /** Milliseconds. */
  every: number;
}): Job => ({
  name: 'look for work',
  every: deps.every,
  run: async () => {
    await Promise.all([deps.delivery.tick(), deps.notifications.tick()]);
  },
});
