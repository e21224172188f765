import { sql } from 'kysely';
import * as z from 'zod';
import { auditEntry, deployment } from '../domain/audit.ts';
import { storage } from '../limits.ts';
import { othersTurn } from '../utils/in-slices.ts';
import type { Recorder } from './audit.ts';
import { type EntryRef, lockEnd, marksOf, setMarks } from './audit-marks.ts';
import { jsonText } from './json-text.ts';
import type { Stamps } from './stamps.ts';
import type { Database, Queries } from './tables.ts';
import type { EntryRow } from './verify-record.ts';

const endSchema = z.object({ workspace: z.string(), number: z.int(), hash: z.string() });

/**
 * Notes in the record of the deployment where the record of each workspace ends, as far as it has grown since the last note.
 * The end of that record then stands for all of them: resolves with it, or with undefined when nothing was recorded yet.
 */
export async function noteEnds(
  db: Database,
  { append }: Recorder,
  stamps: Stamps,
  at: number,
): Promise<EntryRef | undefined> {
  let behind = '';
  for (;;) {
    const noted = await db.transaction().execute(async (transaction) => {
      const ends = await unnoted(transaction, behind);
      if (ends.length === 0) return ends;
      // Another process may be at it, and has noted them once it lets go.
      await lockEnd(transaction, deployment);
      const left = await unnoted(transaction, behind);
      if (left.length === 0) return ends;
      const entry = auditEntry({
        workspace: deployment,
        at,
        actor: 'app',
        action: 'note',
        subject: '',
        surface: 'clock',
        outcome: 'done',
        details: Object.fromEntries(
          left.map(({ workspace, number, hash }) => [workspace, `${number} ${hash}`]),
        ),
      });
      await append(transaction, [entry]);
      const marks = left.map((end) => ({ ...end, kind: 'noted' as const }));
      await setMarks(transaction, stamps, marks);
      return left;
    });
    if (noted.length < storage.rowsPerInsert) break;
    behind = noted.at(-1)?.workspace ?? '';
    await othersTurn();
  }
  const { end } = await marksOf(db, deployment);
  return end && { number: end.number, hash: end.hash };
}

async function unnoted(db: Queries, behind: string) {
  const rows = await db
    .selectFrom('auditMarks as ends')
    .leftJoin('auditMarks as noted', (join) =>
      join.onRef('noted.workspace', '=', 'ends.workspace').on('noted.kind', '=', 'noted'),
    )
    .select(['ends.workspace', 'ends.number', 'ends.hash'])
    .where('ends.kind', '=', 'end')
    .where('ends.workspace', '>', behind)
    .where('ends.workspace', '<>', deployment)
    .where(({ or, eb }) =>
      or([eb('noted.number', 'is', null), eb('noted.number', '<>', eb.ref('ends.number'))]),
    )
    .orderBy('ends.workspace')
    .limit(storage.rowsPerInsert)
    .execute();
  return rows.map((row) => endSchema.parse(row));
}

const noteText = jsonText.pipe(
  z.object({
    at: z.number(),
    action: z.literal('note'),
    details: z.record(z.string(), z.string().regex(/^\d{1,16} [0-9a-f]{64}$/)),
  }),
);

/**
 * Checks that what an entry of the deployment's record notes is still there, unless the record of its workspace begins behind it.
 * Gives the workspaces where it isn't.
 */
export async function goneSince(
  db: Queries,
  { entry }: EntryRow,
): Promise<{ workspace: string; number: number; at: number }[]> {
  const note = noteText.safeParse(entry);
  if (!note.success) return [];
  const { at, details } = note.data;
  const noted = Object.entries(details).map(([workspace, end]) => {
    const [number, hash] = end.split(' ');
    return { workspace, number: Number(number), hash };
  });
  if (noted.length === 0) return [];
  const places = noted.map(
    ({ workspace, number }) => sql`(${workspace}, cast(${number} as bigint))`,
  );
  const found = await db
    .selectFrom('auditEntries')
    .select(['workspace', 'hash'])
    .where(sql<boolean>`(workspace, number) in (values ${sql.join(places)})`)
    .execute();
  const starts = await db
    .selectFrom('auditMarks')
    .select(['workspace', 'number'])
    .where('kind', '=', 'start')
    .where('workspace', 'in', Object.keys(details))
    .execute();
  const hashes = new Map(found.map((row) => [row.workspace, row.hash]));
  const begins = new Map(starts.map((row) => [row.workspace, row.number]));
  return noted
    .filter(({ workspace, number, hash }) => {
      if (number <= (begins.get(workspace) ?? 0)) return false;
      return hashes.get(workspace) !== hash;
    })
    .map(({ workspace, number }) => ({ workspace, number, at }));
}
