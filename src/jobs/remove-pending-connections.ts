import { connecting } from '../limits.ts';
import type { PendingConnections } from '../usecases/ports/pending-connections.ts';
import type { Job } from './schedule.ts';

/** Deletes platform tokens whose settings never came. */
export const removePendingConnections = (deps: {
  pendingConnections: Pick<PendingConnections, 'removeExpired'>;
  now: () => number;
}): Job => ({
  name: 'forget waiting tokens',
  every: connecting.pollEvery,
  run: () => deps.pendingConnections.removeExpired(deps.now()),
});
