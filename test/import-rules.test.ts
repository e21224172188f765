import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const biome = resolve('node_modules/.bin/biome');

/** Planted imports: what each room must not know. */
const forbidden = [
  ['domain', 'undici'],
  ['domain', '@slack/bolt'],
  ['domain', '../limits.ts'],
  ['usecases', '@slack/types'],
  ['usecases', '../piper/client.ts'],
  ['usecases', '../text.ts'],
  ['piper', '@slack/bolt'],
  ['piper', '../text.ts'],
  ['piper', '../usecases/invite-members.ts'],
  ['slack', '../piper/client.ts'],
  ['slack', '../usecases/invite-members.ts'],
  ['views', '../slack/messenger.ts'],
  ['views', '@slack/bolt'],
  ['listeners', '../piper/client.ts'],
  ['listeners/commands', '../../piper/client.ts'],
  ['listeners', '../config.ts'],
] as const;

const allowed = [
  ['domain', './result.ts'],
  ['domain', 'zod'],
  ['usecases', '../domain/result.ts'],
  ['usecases', './ports.ts'],
  ['piper', '../usecases/ports.ts'],
  ['slack', '../usecases/ports.ts'],
  ['views', '@slack/types'],
  ['views', '../text.ts'],
  ['listeners', '../views/help.ts'],
  ['listeners/commands', '../../domain/people-list.ts'],
] as const;

describe('the import rules', () => {
  let project: string;
  let report: string;

  const planted = (folder: string, imported: string, at: number) =>
    `src/${folder}/planted-${at}-${imported.replace(/\W+/g, '-')}.ts`;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'import-rules-'));
    await cp('biome.json', join(project, 'biome.json'));
    for (const [at, [folder, imported]] of [...forbidden, ...allowed].entries()) {
      const file = join(project, planted(folder, imported, at));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `import { thing } from '${imported}';\n\nthing();\n`);
    }
    const args = [
      'lint',
      '--vcs-enabled=false',
      '--reporter=github',
      '--max-diagnostics=none',
      '.',
    ];
    const { stdout } = await run(biome, args, { cwd: project }).catch((error) => error);
    report = stdout;
  });

  afterAll(() => rm(project, { recursive: true }));

  it.each(forbidden.map((pair, at) => [...pair, at] as const))(
    'keep %s from %s',
    (folder, imported, at) => {
      expect(report).toContain(planted(folder, imported, at));
    },
  );

  it.each(allowed.map((pair, at) => [...pair, at + forbidden.length] as const))(
    'let %s import %s',
    (folder, imported, at) => {
      expect(report).not.toContain(planted(folder, imported, at));
    },
  );
});
