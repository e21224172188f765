import { followUp as limits } from '../limits.ts';
import type { Job } from './schedule.ts';

/** Looks whether those who were invited have joined, where it is time to. */
export const followUp = (deps: { run: () => Promise<void>; every?: number | undefined }): Job => ({
  name: 'follow up',
  every: deps.every ?? limits.every,
  run: deps.run,
});
