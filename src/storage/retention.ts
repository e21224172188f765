import type { Logger } from 'pino';
import { DAY } from '../limits.ts';
import { removeExpired } from './expired.ts';
import { removeOldBatches } from './remove-batches.ts';
import { removeOldRequests } from './remove-requests.ts';
import { shortenRecords } from './shorten-record.ts';
import type { Stamps } from './stamps.ts';
import type { Database } from './tables.ts';
import { removeUninstalled } from './workspace-data.ts';

/** How many days something is kept: finished batches and requests, the record, and what is stored about a workspace without the app. */
export type Retention = { invitesDays: number; recordDays: number; uninstalledDays: number };

/** Deletes what has been kept for long enough; `now` in epoch milliseconds. Never what is still open. */
export async function removeOld(
  db: Database,
  stamps: Stamps,
  { invitesDays, recordDays, uninstalledDays }: Retention,
  now: number,
  log: Logger,
): Promise<void> {
  await removeExpired(db, now);
  const workspaces = await removeUninstalled(db, now - uninstalledDays * DAY);
  const batches = await removeOldBatches(db, now - invitesDays * DAY);
  const requests = await removeOldRequests(db, now - invitesDays * DAY);
  const { entries, broken } = await shortenRecords(db, stamps, now - recordDays * DAY);
  if (workspaces.length + batches + requests + entries > 0) {
    log.info({ workspaces, batches, requests, entries }, 'deleted what was kept for long enough');
  }
  if (broken.length > 0) {
    log.error({ workspaces: broken }, 'old entries are kept, since verify-audit finds them broken');
  }
}
