import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix, relative, sep } from 'node:path';
import { circlesIn } from './circles.ts';
import { type Import, importsOf } from './imports.ts';
import { lines, rooms } from './rooms.ts';

/** The files of src/ by their paths there, with `/` on every system. */
export type Sources = ReadonlyMap<string, Source>;

export type Source = { imports: Import[]; length: number };

/** `rule` names what is broken, whatever the message says of it. */
export type Problem = { at: string; rule: string; message: string };

const listed = (names: string) => names.split(' ').filter((name) => name !== '');

type Table = ReadonlyMap<string, { rooms: string[]; packages: string[] }>;

const table: Table = new Map(
  Object.entries(rooms).map(([room, [, mayRooms, mayPackages]]) => [
    room,
    { rooms: listed(mayRooms), packages: listed(mayPackages) },
  ]),
);

export function readSources(folder: string): Sources {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.map((file) => {
      const path = relative(folder, file).split(sep).join('/');
      return [path, sourceOf(path, readFileSync(file, 'utf8'))];
    }),
  );
}

export const sourceOf = (path: string, text: string): Source => ({
  imports: importsOf(path, text),
  length: text.split('\n').length - 1,
});

/** `packages` are the names that the product's own package.json has. */
export function check(sources: Sources, packages: ReadonlySet<string>): Problem[] {
  // Types count too: what is part of a circle can't be read alone.
  const ways = [...sources].map(
    ([path, { imports }]) =>
      [path, imports.flatMap(({ from }) => fileOf(path, from ?? '') ?? [])] as const,
  );
  return [
    ...[...sources].flatMap(([path, { imports }]) => importProblems(path, imports, sources)),
    ...tableProblems(table, new Set([...sources.keys()].map(roomOf)), packages),
    ...circleProblems(new Map(ways)),
    ...lengthProblems(sources),
  ];
}

/** What a file imports that its room may not, or that only running it would tell. */
export function importProblems(path: string, imports: Import[], sources: Sources): Problem[] {
  const room = roomOf(path);
  const row = table.get(room);

  return imports.flatMap(({ from, isType, line }): Problem[] => {
    const refused = (to: string, message: string): Problem[] => [
      { at: `${path}:${line}`, rule: `${path} → ${to}`, message },
    ];
    if (from === undefined) return refused('?', 'imports what only running it would tell');

    const file = fileOf(path, from);
    if (file !== undefined && !sources.has(file)) return refused(file, `finds no ${from} in src/`);
    if (file !== undefined && roomOf(file) === room) return [];

    const to = file === undefined ? packageOf(from) : roomOf(file);
    const allowed = file === undefined ? row?.packages : row?.rooms;
    if (allowed?.includes(to)) return [];
    if (!allowed?.includes(`type:${to}`)) return refused(to, `${room} may not import ${from}`);
    return isType ? [] : refused(to, `${room} may import only types of ${from}`);
  });
}

export const roomOf = (path: string) => (table.has(path) ? path : posix.dirname(path));

const fileOf = (path: string, from: string) =>
  /^\.{1,2}(\/|$)/.test(from) ? posix.join(posix.dirname(path), from) : undefined;

/** A package goes with its parts, as `node:fs` does with `node:fs/promises`. */
const packageOf = (from: string) => /^(@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from;

/** Rows without a folder, folders without a row, and what a row can't mean. */
export function tableProblems(
  table: Table,
  inUse: ReadonlySet<string>,
  packages: ReadonlySet<string>,
): Problem[] {
  const problem = (room: string, message: string) => ({ at: room, rule: room, message });

  const withoutRow = [...inUse]
    .filter((room) => !table.has(room))
    .map((room) => problem(room, 'has no row in the table of rooms'));
  const withoutFile = [...table.keys()]
    .filter((room) => !inUse.has(room))
    .map((room) => problem(room, 'has a row and no file'));
  const unknown = [...table].flatMap(([room, row]) =>
    [
      ...named(row.rooms).filter((name) => !table.has(name)),
      ...named(row.packages).filter((name) => !packages.has(name) && !isNodes(name)),
    ].map((name) => problem(room, `has ${name} in its row, which does not exist`)),
  );
  const ways = [...table].map(([room, row]) => [room, named(row.rooms)] as const);
  return [...withoutRow, ...withoutFile, ...unknown, ...circleProblems(new Map(ways))];
}

const named = (names: string[]) => names.map((name) => name.replace(/^type:/, ''));

const isNodes = (name: string) => name.startsWith('node:') && isBuiltin(name);

const circleProblems = (ways: ReadonlyMap<string, readonly string[]>): Problem[] =>
  circlesIn(ways).map((circle) => {
    const round = circle.join(' → ');
    return { at: circle[0] ?? '', rule: round, message: `is part of a circle: ${round}` };
  });

function lengthProblems(sources: Sources): Problem[] {
  const tooLong = [...sources]
    .filter(([, { length }]) => length > lines.most)
    .map(([path, { length }]) => ({
      at: path,
      rule: `${path} is long`,
      message: `has ${length} lines, more than ${lines.most}`,
    }));
  const median = medianLength(sources);
  if (median <= lines.median) return tooLong;
  const message = `half of the files have ${median} lines or more, not ${lines.median}`;
  return [...tooLong, { at: 'src', rule: 'median', message }];
}

export function medianLength(sources: Sources): number {
  const lengths = [...sources.values()].map(({ length }) => length).sort((a, b) => a - b);
  return lengths[Math.floor((lengths.length - 1) / 2)] ?? 0;
}
