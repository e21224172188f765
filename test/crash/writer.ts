import { writeSync } from 'node:fs';
// SQLite answers at once: without a turn of the event loop, one that writes would never let encryption come to its end.
import { setImmediate as turn } from 'node:timers/promises';
import { pino } from 'pino';
import { openStorage } from '../../src/storage/storage.ts';
import { connectionWithToken, member } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { batch, entry, invitation } from '../helpers/stored.ts';

/** Something that the storage has acknowledged. */
export type Acknowledged =
  | { kind: 'entry'; subject: string }
  | { kind: 'placed' | 'ended'; address: string }
  /** `save` numbers what is saved in one place, over all runs. */
  | { kind: 'saved'; save: number };

/** Writes into a storage as fast as it takes it, until the process is killed: `writer.ts LOCATION RUN`. */
const [location = '', run = ''] = process.argv.slice(2);
const storage = await openStorage({
  location: JSON.parse(location),
  encryptionKeys: [encryptionKey('a')],
  log: pino({ level: 'silent' }),
  now: Date.now,
});
const acknowledge = (done: Acknowledged) => writeSync(1, `${JSON.stringify(done)}\n`);

async function append(): Promise<never> {
  for (let at = 0; ; at += 1) {
    await turn();
    const subject = `${run}-${at}`;
    await storage.audit.append(entry({ workspace: 'TRECORD', subject }));
    acknowledge({ kind: 'entry', subject });
  }
}

async function invite(): Promise<never> {
  for (let at = 0; ; at += 1) {
    await turn();
    const id = `${run}-${at}`;
    const organization = { id: `org-${id}`, name: 'Acme' };
    const address = `${id}@example.com`;
    await storage.batches.submit(batch({ id, organization }), [{ ...invitation(address), id }], []);
    acknowledge({ kind: 'placed', address });
    const now = Date.now();
    const lease = claimTerms(now, 60_000, { owner: run, limit: 1 });
    const [claimed] = await storage.invitations.claim(organization.id, lease);
    if (!claimed) throw new Error('nothing to claim');
    const outcome = { kind: 'invited' as const, member: member(address) };
    const ended = entry({ workspace: 'TINVITE', subject: address });
    await storage.invitations.end(claimed, { outcome, at: now }, ended);
    acknowledge({ kind: 'ended', address });
  }
}

async function connect(): Promise<never> {
  for (let save = Number(run) * 1_000_000; ; save += 1) {
    await turn();
    const saved = connectionWithToken({
      id: String(save),
      scope: { teamId: 'TCONNECT' },
      token: `pat_${save}`,
    });
    await storage.connections.save(saved, entry({ workspace: 'TCONNECT', subject: saved.id }));
    acknowledge({ kind: 'saved', save });
  }
}

await Promise.all([append(), invite(), connect()]);
