import type { Logger } from 'pino';
import type { NewBatch } from '../usecases/ports/batches.ts';
import { batchFields } from '../utils/log-fields.ts';
import type { EndedInvitations } from './ended-invitations.ts';

type ChangedBatch = Pick<NewBatch, 'id' | 'organization'>;

/** What follows when somebody has submitted a batch, or cancelled one. */
export const createBatchEvents = (deps: {
  delivery: { wake: (organizationId: string) => void };
  notifications: { watch: (batchId: string) => void; changed: (batchId: string) => void };
  onEnded?: ((ended: EndedInvitations) => void) | undefined;
  log: Logger;
}) => ({
  /** `durationMs` is the time that storing it took. */
  onSubmitted: (batch: NewBatch, stored: { invitations: number; durationMs: number }): void => {
    deps.log.info({ ...batchFields(batch), ...stored }, 'batch stored');
    deps.delivery.wake(batch.organization.id);
    deps.notifications.watch(batch.id);
  },

  /** `count` is how many of its invitations that has ended. */
  onCancelled: ({ id, organization }: ChangedBatch, count: number): void => {
    if (count > 0) deps.onEnded?.({ outcome: 'cancelled', count });
    deps.delivery.wake(organization.id);
    deps.notifications.changed(id);
  },
});
