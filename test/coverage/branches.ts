import * as z from 'zod';

const placeSchema = z.object({
  start: z.object({ line: z.number().optional(), column: z.number().nullish() }),
});
const fileSchema = z.object({
  branchMap: z.record(
    z.string(),
    z.object({ type: z.string(), loc: placeSchema, locations: z.array(placeSchema) }),
  ),
  b: z.record(z.string(), z.array(z.number())),
});

/** A way that the source can take, and how often a test took it. */
export interface Branch {
  /** In the repository, such as `src/config.ts`. */
  file: string;
  line: number;
  /** Such as `if 1`: the kind of the fork, and which of its ways it is, from 0. */
  way: string;
  taken: number;
}

/**
 * The branches in what Istanbul writes as `coverage-final.json`. A file that ran in Vitest and in a process of its own is in it as if
 * it had every fork twice: what was executed ends at other columns, while the ways begin at the same ones.
 */
export function branchesIn(report: unknown, root: string): Branch[] {
  const branches = new Map<string, Branch>();
  for (const [path, { branchMap, b }] of Object.entries(
    z.record(z.string(), fileSchema).parse(report),
  )) {
    const file = path.slice(root.length + 1);
    for (const [id, { type, loc, locations }] of Object.entries(branchMap)) {
      const begins = locations.map(({ start }) => `${start.line}:${start.column}`);
      for (const [at, taken] of (b[id] ?? []).entries()) {
        const way = `${type} ${at}`;
        const key = [file, way, ...begins].join(' ');
        const before = branches.get(key)?.taken ?? 0;
        branches.set(key, { file, line: loc.start.line ?? 0, way, taken: before + taken });
      }
    }
  }
  return [...branches.values()];
}

/** How many branches of each room, a folder of the source, a test has taken. */
export function byRoom(branches: readonly Branch[]) {
  const rooms = Map.groupBy(branches, ({ file }) => file.slice(0, file.lastIndexOf('/')));
  return [...rooms]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([room, all]) => {
      const missed = all.filter(({ taken }) => taken === 0);
      const taken = all.length - missed.length;
      return { room, taken, of: all.length, percent: (100 * taken) / all.length, missed };
    });
}
