import { connecting } from '../limits.ts';
import type { PendingConnections } from '../usecases/ports/storage.ts';
import type { Job } from './schedule.ts';

/** Deletes platform tokens whose settings never came. */
export const forgetWaitingTokens = (deps: {
  pendingConnections: Pick<PendingConnections, 'removeExpired'>;
  now: () => number;
}): Job => ({
  name: 'forget waiting tokens',
  every: connecting.lookEvery,
  run: () => deps.pendingConnections.removeExpired(deps.now()),
});
