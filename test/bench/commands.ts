import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { StorageLocation } from '../../src/storage/storage.ts';
import type { Database } from '../../src/storage/tables.ts';
import { keysOf } from '../helpers/cli.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { query, startPostgres } from '../helpers/postgres.ts';
import { inDatabase } from '../helpers/storage.ts';
import { exporting } from './exporting.ts';
import { pastOf } from './full-database.ts';
import { fillRecord, fillSecrets } from './full-record.ts';
import { cpuOf } from './process.ts';

const program = fileURLToPath(import.meta.resolve('../../dist/main.mjs'));
const workspace = 'T0ACME';
const entries = 1_000_000;
const [only] = process.argv.slice(2);

type Engine = {
  location: StorageLocation;
  environment: Record<string, string>;
  /** However long it takes. */
  execute: (db: Database, statement: string) => Promise<unknown>;
  stop: () => void | Promise<void>;
};

const engines: Record<string, () => Promise<Engine>> = {
  sqlite: async () => {
    const directory = mkdtempSync(join(tmpdir(), 'piper-invite-commands-'));
    return {
      location: { kind: 'sqlite', directory },
      environment: { DATA_DIR: directory },
      execute: (db, statement) => sql.raw(statement).execute(db),
      stop: () => rmSync(directory, { recursive: true, force: true }),
    };
  },
  postgres: async () => {
    const server = await startPostgres({ isDurable: true });
    return {
      location: { kind: 'postgres', url: server.admin },
      environment: { DATABASE_URL: server.admin },
      execute: (_, statement) => query(server.admin, statement),
      stop: server.stop,
    };
  },
};

/** A command from its start to its end: how long it took, its processor time, and the most memory that it held. */
function measured(args: string[], environment: Record<string, string>, keys: string) {
  type Taken = { seconds: number; cpuSeconds: number; mebibytes: number };
  return new Promise<Taken>((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, [program, ...args], {
      env: {
        ...{ PATH: process.env.PATH ?? '', SLACK_BOT_TOKEN: 'xoxb-1', ENCRYPTION_KEYS: keys },
        ...{ SLACK_SIGNING_SECRET: 'signing-secret', ...environment },
      },
    });
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
    });
    child.stderr.on('data', (data) => {
      said += data;
    });
    let most = 0;
    let cpu = 0;
    const look = setInterval(() => {
      try {
        // The high-water mark of the process so far: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        most = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? most);
        cpu = cpuOf(child.pid);
      } catch {
        // It has just ended.
      }
    }, 20);
    child.once('close', (code) => {
      clearInterval(look);
      const seconds = (performance.now() - began) / 1_000;
      if (code === 0) resolve({ seconds, cpuSeconds: cpu / 1_000, mebibytes: most / 1_024 });
      else reject(new Error(`${args.join(' ')} ended with ${code}: ${said}`));
    });
  });
}

/** [Export the record], while the process serves. */
async function sayExporting(environment: Record<string, string>): Promise<void> {
  const { memory, seconds, cpuSeconds, slowest, longestTurn } = await exporting(
    program,
    environment,
    entries,
  );
  const [before, most] = [memory.before, memory.most].map((mebibytes) => mebibytes.toFixed(0));
  const time = `${seconds.toFixed(1).padStart(8)} s, processor ${cpuSeconds.toFixed(1)} s`;
  console.log(`  ${'[Export the record]'.padEnd(28)}${most?.padStart(5)} MiB at most ${time}`);
  const [quick, slow, turn] = [slowest.before, slowest.meanwhile, longestTurn].map((milliseconds) =>
    milliseconds.toFixed(0),
  );
  console.log(`    before it ${before} MiB; slowest command ${slow} ms, before it ${quick} ms;`);
  console.log(`    others waited for processor time of at most ${turn} ms`);
}

for (const [name, open] of Object.entries(engines)) {
  if (only && name !== only) continue;
  const engine = await open();
  console.log(`\n${name}: a million entries in the record, a million invitations\n`);
  const say = async (what: string, args: string[], keys = keysOf('a'), more = {}) => {
    const environment = { ...engine.environment, ...more };
    const { seconds, cpuSeconds, mebibytes } = await measured(args, environment, keys);
    const time = `${seconds.toFixed(1).padStart(8)} s, processor ${cpuSeconds.toFixed(1)} s`;
    console.log(`  ${what.padEnd(28)}${mebibytes.toFixed(0).padStart(5)} MiB at most ${time}`);
  };
  await say('verify-audit, nothing stored', ['verify-audit']);
  const now = Date.now();
  await inDatabase(engine.location, async (db) => {
    for (const statement of pastOf('org-1', workspace, now, 1_000_000))
      await engine.execute(db, statement);
    await fillSecrets(db, encryptionKey('a'));
    await fillRecord(db, workspace, encryptionKey('a'), { entries, now });
    if (name === 'postgres') await sql`analyze`.execute(db);
  });
  const files = mkdtempSync(join(tmpdir(), 'piper-invite-exported-'));
  try {
    const to = (file: string) => join(files, file);
    await sayExporting({ ENCRYPTION_KEYS: keysOf('a'), ...engine.environment });
    await say('verify-audit', ['verify-audit']);
    await say('export --record', ['export', '--workspace', workspace, '--record', to('T.csv')]);
    await say('export', ['export', '--workspace', workspace, to('T.jsonl')]);
    await say('reencrypt', ['reencrypt'], keysOf('b', 'a'));
    if (name === 'sqlite') {
      const target = await startPostgres({ isDurable: true });
      try {
        await say('move', ['move'], keysOf('b', 'a'), { DATABASE_URL: target.admin });
      } finally {
        await target.stop();
      }
    }
  } finally {
    rmSync(files, { recursive: true, force: true });
    await engine.stop();
  }
}
