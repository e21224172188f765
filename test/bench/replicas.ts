import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../helpers/postgres.ts';
import { startOutside } from './outside.ts';
import { startMeasured } from './process.ts';
import { bulkSubmission } from './requests.ts';

const source = fileURLToPath(import.meta.resolve('../../src/main.ts'));
const counter = fileURLToPath(import.meta.resolve('./count-queries.mjs'));

const people = 500;
const warmUp = 50;
const latency = 100;

/** What an invite of a bulk costs several processes on one PostgreSQL, against one process. */
console.log(`${people} people in a batch, on PostgreSQL\n`);
const one = await bulk(1);
const four = await bulk(4);
const ratio = four.cpu / one.cpu;
console.log(`  processor time, 4 processes against 1: ${ratio.toFixed(2)} ×`);
process.exitCode = ratio <= 1.15 && four.statements <= 6 ? 0 : 1;

async function bulk(processes: number): Promise<{ cpu: number; statements: number }> {
  const server = await startPostgres();
  const outside = await startOutside({ latency });
  const directory = mkdtempSync(join(tmpdir(), 'piper-invite-queries-'));
  const files = Array.from({ length: processes }, (_, at) => join(directory, `${at}`));
  const replicas = await Promise.all(
    files.map((file) =>
      startMeasured(source, {
        ...outside.environment(),
        DATABASE_URL: server.admin,
        ENCRYPTION_KEYS: `a:${Buffer.alloc(32, 'bench').toString('base64url')}`,
        QUERY_COUNT: file,
        NODE_OPTIONS: `--import=${counter}`,
      }),
    ),
  );
  const cpu = () => replicas.reduce((sum, each) => sum + each.cpu(), 0);
  async function invite(first: number, count: number): Promise<void> {
    const addresses = Array.from({ length: count }, (_, at) => `p${first + at}@example.com`);
    await bulkSubmission(replicas[0]?.port ?? 0, addresses.join(' '));
    while (outside.members() < first + count) await wait(5);
    await wait(2_500);
  }
  const sent = () => files.reduce((sum, file) => sum + Number(readFileSync(file, 'utf8')), 0);
  // What a process reads, compiles and caches at first is no part of it.
  await invite(0, warmUp);
  const before = { cpu: cpu(), sent: sent() };
  const began = performance.now();
  await invite(warmUp, people);
  const taken = performance.now() - began - 2_500;
  const used = (cpu() - before.cpu) / people;
  const statements = (sent() - before.sent) / people;
  await Promise.all(replicas.map((each) => each.stop()));
  rmSync(directory, { recursive: true });
  await outside.stop();
  await server.stop();
  console.log(
    `  ${processes} processes: ${used.toFixed(1)} ms of processor time, ${statements.toFixed(1)} statements an invite, ${(taken / 1000).toFixed(1)} s`,
  );
  return { cpu: used, statements };
}
