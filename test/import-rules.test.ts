import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  check,
  importProblems,
  readSources,
  roomOf,
  sourceOf,
  tableProblems,
} from './import-rules/check.ts';
import { circlesIn } from './import-rules/circles.ts';
import { type Import, importsOf } from './import-rules/imports.ts';
import { lines, rooms } from './import-rules/rooms.ts';

const run = promisify(execFile);

const sources = readSources('src');
const { dependencies, devDependencies, imports } = JSON.parse(readFileSync('package.json', 'utf8'));
const packages = new Set(Object.keys({ ...dependencies, ...devDependencies, ...imports }));
const builtins = builtinModules.filter((name) => !/[/:]/.test(name));

/** Every way to import types alone, and every way of which something is left when the code runs. */
const typeForms = [
  (from: string) => `import type { A1 } from '${from}';`,
  (from: string) => `import type * as A2 from '${from}';`,
  (from: string) => `import type A3 = require('${from}');`,
  (from: string) => `export type { A4 } from '${from}';`,
  (from: string) => `export type * from '${from}';`,
  (from: string) => `type A5 = import('${from}').A5;`,
  (from: string) => `type A6 = typeof import('${from}');`,
  (from: string) => `declare module '${from}' {}`,
];
const valueForms = [
  (from: string) => `import '${from}';`,
  (from: string) => `import b1 from '${from}';`,
  (from: string) => `import { b2 } from '${from}';`,
  (from: string) => `import { type B3 } from '${from}';`,
  (from: string) => `import * as b4 from '${from}';`,
  (from: string) => `import b5 = require('${from}');`,
  (from: string) => `import b6 from '${from}' with { type: 'json' };`,
  (from: string) => `export { b7 } from '${from}';`,
  (from: string) => `export * from '${from}';`,
  (from: string) => `export * as b8 from '${from}';`,
  (from: string) => `export const b9 = () => import('${from}');`,
  (from: string) => `if (b1) await import(\`${from}\`);`,
  (from: string) => `const b10 = require('${from}');`,
  (from: string) => `const b11 = require.resolve('${from}');`,
  (from: string) => `const b12 = import.meta.resolve('${from}');`,
  (from: string) => `const b13 = process.getBuiltinModule('${from}');`,
];

const forms = [...typeForms, ...valueForms];

/** Parsed once for all the rooms in which it is planted. */
const parsed = new Map<string, Import[]>();
function inEveryForm(from: string): Import[] {
  const text = forms.map((form) => form(from)).join('\n');
  const imports = parsed.get(from) ?? importsOf('planted.ts', text);
  parsed.set(from, imports);
  return imports;
}

/** Which lines of a file planted in a room are refused. */
function refusedLines(room: string, imports: Import[]): number[] {
  const path = sources.has(room) ? room : `${room}/planted.ts`;
  return importProblems(path, imports, sources).map(({ at }) => Number(at.split(':')[1]));
}

/** What a room can do with an import, as seen by planting it there in every form. */
function plant(room: string, from: string) {
  const refused = refusedLines(room, inEveryForm(from));
  const passed = forms.filter((_, at) => !refused.includes(at + 1));
  if (passed.length === forms.length) return 'all';
  if (passed.length === 0) return 'nothing';
  const isTypes = forms.every((form) => passed.includes(form) === typeForms.includes(form));
  return isTypes ? 'types' : passed.map((form) => form(from));
}

function pathBetween(room: string, other: string): string {
  const file = [...sources.keys()].find((path) => roomOf(path) === other) ?? 'missing.ts';
  const path = posix.relative(sources.has(room) ? posix.dirname(room) : room, file);
  return path.startsWith('.') ? path : `./${path}`;
}

/** Everything that there is to import, and what the room's row says of it. */
const everything = Object.entries(rooms).flatMap(([room, [, mayRooms, mayPackages]]) => {
  const said = (row: string, name: string) => {
    if (row.split(' ').includes(name)) return 'all';
    return row.split(' ').includes(`type:${name}`) ? 'types' : 'nothing';
  };
  const others = Object.keys(rooms).filter((other) => other !== room);
  const modules = [...packages, ...builtins.map((name) => `node:${name}`), ...builtins, 'left-pad'];
  return [
    ...others.map((name) => ({
      room,
      from: pathBetween(room, name),
      may: said(mayRooms, name),
    })),
    ...modules.map((name) => ({ room, from: name, may: said(mayPackages, name) })),
  ];
});

const saying = (may: string) => everything.filter((each) => each.may === may);

/** A copy of src/ in which a file can be planted, and the check as it is run by `npm run check`. */
async function runWith(planted: Record<string, string>) {
  const copy = await mkdtemp(join(tmpdir(), 'import-rules-'));
  onTestFinished(() => rm(copy, { recursive: true }));
  await cp('src', copy, { recursive: true });
  for (const [path, text] of Object.entries(planted)) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(join(copy, path), text);
  }
  const args = ['test/import-rules/main.ts', copy];
  return run(process.execPath, args).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }) => ({ code, said: stderr }),
  );
}

/** What is wrong with src/ only since files were planted in it. */
function problemsWith(planted: Record<string, string>) {
  const files = Object.entries(planted).map(
    ([path, text]) => [path, sourceOf(path, text)] as const,
  );
  const before = check(sources, packages).map(({ message }) => message);
  const after = check(new Map([...sources, ...files]), packages);
  return after.filter(({ message }) => !before.includes(message));
}

describe('the import rules', () => {
  it('are kept by the product', () => {
    expect(check(sources, packages)).toEqual([]);
  });

  it.each([
    ['domain', 'undici', 'nothing'],
    ['domain', '@slack/bolt', 'nothing'],
    ['domain', 'limits.ts', 'nothing'],
    ['domain', 'node:fs', 'nothing'],
    ['usecases', '@slack/types', 'nothing'],
    ['usecases', 'piper', 'nothing'],
    ['usecases', 'text', 'nothing'],
    ['piper', '@slack/bolt', 'nothing'],
    ['piper', 'text', 'nothing'],
    ['piper', 'usecases', 'nothing'],
    ['slack', 'piper', 'nothing'],
    ['slack', 'usecases', 'nothing'],
    ['views', 'slack', 'nothing'],
    ['views', '@slack/bolt', 'nothing'],
    ['listeners', 'piper', 'nothing'],
    ['listeners/commands', 'piper', 'nothing'],
    ['listeners', 'config.ts', 'nothing'],
    ['domain', 'domain', 'all'],
    ['domain', 'zod', 'all'],
    ['usecases', 'domain', 'all'],
    ['usecases', 'usecases/ports', 'types'],
    ['piper', 'usecases/ports', 'types'],
    ['slack', 'usecases/ports', 'types'],
    ['views', '@slack/types', 'types'],
    ['views', 'text', 'all'],
    ['listeners/commands', 'views', 'all'],
    ['listeners/commands', 'domain', 'all'],
  ])('%s may import of %s: %s', (room, from, may) => {
    expect(plant(room, from in rooms ? pathBetween(room, from) : from)).toBe(may);
  });

  describe(`refuse ${saying('nothing').length} planted imports, and of ${saying('types').length} more all but types`, () => {
    it.each(Object.keys(rooms))('in %s', (room) => {
      const planted = everything.filter((each) => each.room === room && each.may !== 'all');

      expect(planted.map((each) => ({ ...each, may: plant(room, each.from) }))).toEqual(planted);
      expect(planted.length).toBeGreaterThan(packages.size);
    });
  });

  it(`let through ${saying('all').length} planted imports`, () => {
    const planted = saying('all');

    expect(planted.map((each) => ({ ...each, may: plant(each.room, each.from) }))).toEqual(planted);
    expect(planted.length).toBeGreaterThan(Object.keys(rooms).length);
  });

  it.each([
    ['a name that is put together', 'await import(process.argv[2]);'],
    ['a name with a part put in', `await import(\`zod\${rest}\`);`],
    ['a required name that is put together', "require('und' + 'ici');"],
    ['a file outside of src/', "import '../../test/helpers/app.ts';"],
    ['a package by its path', "import '../../node_modules/undici/index.js';"],
    ['a room by another spelling', "import '../%70iper/client.ts';"],
    ['a file with a query', "import './result.ts?again';"],
    ['a file by its address', "import 'file:///app/src/piper/client.ts';"],
    ['code as an address', "import 'data:text/javascript,fetch()';"],
    ['the product by its name', "import 'piper-invite/src/piper/client.ts';"],
  ])('refuse %s', (_, text) => {
    const imports = importsOf('planted.ts', `// « 🙂 »\n${text}`);

    expect(refusedLines('domain', imports)).toEqual([2]);
  });

  it('see no import in a comment or a text', () => {
    const text = `// import 'undici';\nexport const a = "import 'undici'";`;

    expect(importsOf('planted.ts', text)).toEqual([]);
  });

  it('tell what cannot be parsed', () => {
    expect(() => importsOf('domain/planted.ts', 'import {')).toThrow('domain/planted.ts');
  });

  it.each([
    ['a folder without a row', { 'helpers/planted.ts': '' }, 'helpers'],
    ['a folder in a room without a row', { 'domain/rules/planted.ts': '' }, 'domain/rules'],
    ['a file beside the rooms without a row', { 'planted.ts': '' }, '.'],
  ])('refuse %s', (_, planted, at) => {
    expect(problemsWith(planted)).toEqual([
      { at, rule: at, message: 'has no row in the table of rooms' },
    ]);
  });

  it('refuse rows that mean nothing, and rooms that need each other', () => {
    const table = new Map([
      ['one', { rooms: ['type:two', 'attic'], packages: ['zod', 'node:fs', 'fs', 'left-pad'] }],
      ['two', { rooms: ['one'], packages: [] }],
    ]);

    const problems = tableProblems(table, new Set(['one', 'three']), new Set(['zod']));

    expect(problems.map(({ at, message }) => `${at} ${message}`)).toEqual([
      'three has no row in the table of rooms',
      'two has a row and no file',
      'one has attic in its row, which does not exist',
      'one has fs in its row, which does not exist',
      'one has left-pad in its row, which does not exist',
      'one is part of a circle: one → two → one',
    ]);
  });

  it('refuse files that go round in a circle, if only by their types', () => {
    const circle = {
      'domain/one.ts': "import type { Two } from './two.ts';",
      'domain/two.ts': "export * from './three.ts';",
      'domain/three.ts': "import './one.ts';",
    };

    expect(problemsWith(circle).map(({ message }) => message)).toEqual([
      'is part of a circle: domain/one.ts → domain/two.ts → domain/three.ts → domain/one.ts',
    ]);
  });

  it('find every circle, and none where two ways lead to the same end', () => {
    const ways = { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] };

    expect(circlesIn(new Map(Object.entries(ways)))).toEqual([]);
    expect(circlesIn(new Map(Object.entries({ ...ways, d: ['b', 'd'] })))).toEqual([
      ['b', 'd', 'b'],
      ['d', 'd'],
    ]);
  });

  it('refuse a file that is too long, and files that are long for the most part', () => {
    const long = '\n'.repeat(lines.most + 1);
    const many = Array.from({ length: sources.size }, (_, at) => [
      `domain/planted-${at}.ts`,
      '\n'.repeat(lines.median + 1),
    ]);

    expect(problemsWith({ 'domain/planted.ts': long }).map(({ rule }) => rule)).toEqual([
      'domain/planted.ts is long',
    ]);
    expect(problemsWith(Object.fromEntries(many)).map(({ rule }) => rule)).toEqual(['median']);
  });

  it('pass as a command, and fail as one', async () => {
    expect(await runWith({})).toMatchObject({ code: 0 });
    expect(await runWith({ 'domain/planted.ts': "import 'undici';\n" })).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^domain\/planted\.ts:1 {2}domain may not import undici\n/),
    });
  });
});
