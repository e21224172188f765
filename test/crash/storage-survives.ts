import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFailed } from 'vitest';
import type { StorageLocation } from '../../src/storage/storage.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { seededRandom } from '../helpers/seeded-random.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { startKillable } from './killed-process.ts';
import type { Acknowledged } from './writer.ts';

const writer = resolve(import.meta.dirname, 'writer.ts');
const kills = 50;
/** Milliseconds from the first write to the kill. */
const moment = { earliest: 20, latest: 150 };

/**
 * Kills processes that write into a storage, one after the other, each of which has to open what the one before it left
 * behind. Then everything that they acknowledged must be there, and nothing by halves.
 */
export async function expectToSurvive(location: StorageLocation): Promise<void> {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
  onTestFailed(() => console.error(`The moments of the kills come again with CRASH_SEED=${seed}`));
  const random = seededRandom(seed);
  const start = await startKillable(writer);
  const began = performance.now();
  const acknowledged: Acknowledged[] = [];
  for (let run = 1; run <= kills; run += 1) {
    const after = moment.earliest + random() * (moment.latest - moment.earliest);
    const process = await start([JSON.stringify(location), String(run)]);
    await wait(after);
    const lines = await process.kill();
    acknowledged.push(...lines.map((line): Acknowledged => JSON.parse(line)));
  }
  const kept = await keptIn(location);
  const lost = acknowledged.filter((each) => !isIn(kept, each));
  const seconds = Math.round((performance.now() - began) / 1_000);
  console.log(
    `${location.kind}: ${kills} kills, ${acknowledged.length} writes acknowledged, ${lost.length} lost, ${seconds} s`,
  );

  for (const kind of ['entry', 'placed', 'ended', 'saved']) {
    expect(acknowledged.map((each) => each.kind)).toContain(kind);
  }
  expect(lost).toEqual([]);
  expect(kept.breaks).toEqual([]);
  // What is stored together with its entry is there with it, or not at all.
  expect([...kept.ended].toSorted()).toEqual(kept.endings.toSorted());
  expect(kept.connection).toMatchObject({ id: kept.lastSave, token: `pat_${kept.lastSave}` });
}

type Kept = Awaited<ReturnType<typeof keptIn>>;

async function keptIn(location: StorageLocation) {
  const { connections, verified, close } = await openForTest(location);
  const { breaks } = await verified();
  const record = await auditRecord(location, 'TRECORD');
  const endings = await auditRecord(location, 'TINVITE');
  const [lastSave] = await auditRecord(location, 'TCONNECT');
  const found = await connections.find({ teamId: 'TCONNECT' });
  await close();
  const invitations = await inDatabase(location, (db) =>
    db.selectFrom('invitations').select(['address', 'state']).execute(),
  );
  return {
    breaks,
    subjects: new Set(record.map(({ subject }) => subject)),
    placed: new Set(invitations.map(({ address }) => address)),
    ended: new Set(
      invitations.filter(({ state }) => state === 'invited').map(({ address }) => address),
    ),
    endings: endings.map(({ subject }) => subject),
    lastSave: lastSave?.subject,
    connection: found.ok ? found.value : undefined,
  };
}

function isIn(kept: Kept, write: Acknowledged): boolean {
  switch (write.kind) {
    case 'entry':
      return kept.subjects.has(write.subject);
    case 'placed':
      return kept.placed.has(write.address);
    case 'ended':
      return kept.ended.has(write.address);
    case 'saved':
      return Number(kept.lastSave) >= write.save;
  }
}
