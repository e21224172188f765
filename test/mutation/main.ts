import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { equivalents } from './equivalents.ts';
import { type MutatedRoom, rooms } from './rooms.ts';
import { type Mutant, scoreOf } from './score.ts';

const usage = `npm run test:mutation -- [ROOM…] [--only FILE,…] [--survivors]

Changes the source in small ways, one at a time, and counts how many of the changes turn a test red.
Rooms: ${Object.keys(rooms).join(', ')}. Without one: all of them, which takes about half an hour.
--only FILE,…  changes these files of the room alone; no threshold is held
--survivors    prints the changes that no test noticed`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    survivors: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !(name in rooms));
if (values.help || unknown.length > 0) {
  console.log(unknown.length > 0 ? `No such room: ${unknown.join(', ')}\n\n${usage}` : usage);
  process.exit(values.help ? 0 : 2);
}

const rows = [];
for (const [name, room] of Object.entries(rooms)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const sources = values.only?.split(',') ?? room.sources;
  const { survivors, stale, ...score } = scoreOf(await mutate({ ...room, sources }), equivalents);
  if (values.survivors) for (const each of survivors) console.log(`${each}\n`);
  for (const { file, line, replacement } of values.only ? [] : stale) {
    console.error(`Not a survivor: ${file}: ${line} -> ${replacement}`);
    process.exitCode = 1;
  }
  if (!values.only && score.percent < room.threshold) process.exitCode = 1;
  rows.push({ room: name, ...score, threshold: values.only ? '' : room.threshold });
}
console.table(rows);

async function mutate({ sources, tests }: MutatedRoom): Promise<Mutant[]> {
  // The workers inherit it, and their configuration reads it.
  process.env.MUTATION_TESTS = tests.join('|');
  const directory = mkdtempSync(join(tmpdir(), 'piper-invite-mutation-'));
  try {
    const results = await new Stryker({
      testRunner: 'vitest',
      plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
      vitest: {
        configFile: fileURLToPath(import.meta.resolve('./vitest.config.ts')),
        related: false,
      },
      mutate: [...sources],
      coverageAnalysis: 'perTest',
      ignoreStatic: true,
      // It would read the project's own with an interface that TypeScript 7 doesn't have.
      tsconfigFile: 'none',
      reporters: ['progress-append-only'],
      concurrency: 2,
      // Longer than the tests' own limit: on a busy machine, a run that is merely slow must not count as noticed.
      timeoutMS: 30_000,
      tempDirName: directory,
      cleanTempDir: 'always',
      allowConsoleColors: false,
      logLevel: 'warn' as never,
    }).runMutationTest();
    return results.map((mutant) => ({
      file: relative(process.cwd(), mutant.fileName),
      line: mutant.location.start.line,
      column: mutant.location.start.column,
      text:
        readFileSync(mutant.fileName, 'utf8').split('\n')[mutant.location.start.line - 1]?.trim() ??
        '',
      mutator: mutant.mutatorName,
      replacement: mutant.replacement,
      status: mutant.status,
    }));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
