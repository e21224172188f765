import { type RawBuilder, type SqlBool, sql } from 'kysely';
import * as z from 'zod';
import type { HistoryEntry, HistoryFilters, HistorySight } from '../domain/history.ts';
import type { Place } from '../domain/open-invites.ts';
import type { History } from '../usecases/ports/history.ts';
import { beginsWith, conditionsOf, type Source, sourcesOf } from './history-sources.ts';
import { foundById, foundSchema } from './invitation-queries.ts';
import { history as limits } from './limits.ts';
import { idsOf } from './rows.ts';
import type { Database } from './tables.ts';

/** From a place, and before another one. */
type Span = { from?: Place | undefined; before?: Place | undefined };

/** What is searched: `isBack` towards older ones, `size` how many a page has. */
type Look = { sight: HistorySight; filters: HistoryFilters; isBack: boolean; size: number };

export function createHistory(db: Database): History {
  const search: History['search'] = async (sight, filters, turn, size = limits.pageSize) => {
    const isBack = !turn || 'olderThan' in turn;
    const look: Look = { sight, filters, isBack, size };
    const asked: Span = {
      from: laterOf(placeAt(filters.from), turn && !isBack ? turn.notOlderThan : undefined),
      before: earlierOf(placeAt(filters.until), turn && isBack ? turn.olderThan : undefined),
    };
    const sources = sourcesOf(sight, filters, await isRare(sight, filters));
    const ends = await Promise.all(sources.map((source) => endOf(look, source, asked)));
    const end = ends.reduce(isBack ? laterOf : earlierOf, undefined);
    const span = { ...asked, ...(end && (isBack ? { from: end } : { before: end })) };
    const lists = await Promise.all(sources.map((source) => placesIn(look, source, span)));
    const places = nearest(lists.flat(), look);
    const isFull = places.length > size;
    if (!isBack && !isFull && !end) return search(sight, filters, undefined, size);
    const stop = isFull ? places[isBack ? size - 1 : size] : end;
    return {
      entries: await entriesOf(sight, places.slice(0, size)),
      ...(isBack
        ? {
            ...(turn && { newer: { notOlderThan: turn.olderThan } }),
            ...(stop && { older: { olderThan: stop } }),
          }
        : {
            ...(stop && { newer: { notOlderThan: stop } }),
            older: { olderThan: turn.notOlderThan },
          }),
      ...(end && !isFull && { cut: isBack ? 'older' : 'newer' }),
    };
  };

  async function isRare(
    { organizationId }: HistorySight,
    { address }: HistoryFilters,
  ): Promise<boolean> {
    if (address === undefined) return false;
    const rows = await db
      .selectFrom('invitations')
      .select('id')
      .where('organizationId', '=', organizationId)
      .where(beginsWith(address))
      .orderBy('addressKey')
      .offset(limits.byAddress)
      .limit(1)
      .execute();
    return rows.length === 0;
  }

  /** Where a look through a source has read enough; undefined where it comes to the end of it. */
  async function endOf(look: Look, source: Source, span: Span): Promise<Place | undefined> {
    const rows = await rowsIn(look, source, span)
      .offset(limits.lookedAt - 1)
      .limit(2)
      .execute();
    const [last, next] = rows.map((row) => placeSchema.parse(row));
    return next && (look.isBack ? last : next);
  }

  /** The nearest ones that the filters let through, one more than a page has. */
  async function placesIn(look: Look, source: Source, span: Span): Promise<Place[]> {
    const rows = await rowsIn(look, source, span)
      .where(({ and }) => and(conditionsOf(look.sight, look.filters)))
      .limit(look.size + 1)
      .execute();
    return rows.map((row) => placeSchema.parse(row));
  }

  function rowsIn(
    { sight, isBack }: Look,
    { condition, isOrdered }: Source,
    { from, before }: Span,
  ) {
    const at = isOrdered ? sql`created_at` : sql`(created_at + 0)`;
    return (
      db
        .selectFrom('invitations')
        .select(['id', 'createdAt as at'])
        .where('organizationId', '=', sight.organizationId)
        .where(condition)
        // As one comparison of both columns, so that the index leads right to the place; by time, too, for PostgreSQL's estimates.
        .where(({ and }) =>
          and([
            ...(from ? [sql<SqlBool>`${at} >= ${from.at}`, beside(at, sql`>=`, from)] : []),
            ...(before ? [sql<SqlBool>`${at} <= ${before.at}`, beside(at, sql`<`, before)] : []),
          ]),
        )
        .orderBy(isBack ? sql`${at} desc, id desc` : sql`${at}, id`)
    );
  }

  async function entriesOf(
    { organizationId }: HistorySight,
    places: readonly Place[],
  ): Promise<HistoryEntry[]> {
    if (places.length === 0) return [];
    const rows = await foundById(db, organizationId, idsOf(places))
      .select(['invitations.id', 'name', 'batches.reference'])
      .execute();
    return rows
      .map((row) => ({ ...foundSchema.parse(row), ...restSchema.parse(row) }))
      .toSorted((a, b) => (isEarlier(a, b) ? 1 : -1));
  }

  return { search };
}

const beside = (at: RawBuilder<unknown>, sign: RawBuilder<unknown>, place: Place) =>
  sql<SqlBool>`(${at}, id) ${sign} (${place.at}, ${place.id})`;

const placeSchema = z.object({ id: z.string(), at: z.int() }) satisfies z.ZodType<Place>;
const restSchema = z.object({
  id: z.string(),
  reference: z
    .string()
    .nullable()
    .transform((reference) => reference ?? undefined),
});

/** What is at a time, or after it: its ID comes before all others. */
const placeAt = (at: number | undefined): Place | undefined =>
  at === undefined ? undefined : { at, id: '' };

const isEarlier = (a: Place, b: Place): boolean => a.at < b.at || (a.at === b.at && a.id < b.id);

/** Of those places that there are. */
const earlierOf = (a: Place | undefined, b: Place | undefined): Place | undefined =>
  a && b ? (isEarlier(a, b) ? a : b) : (a ?? b);
const laterOf = (a: Place | undefined, b: Place | undefined): Place | undefined =>
  a && b ? (isEarlier(a, b) ? b : a) : (a ?? b);

/** Each once, since a row can be in two sources; one more than a page has. */
function nearest(places: readonly Place[], { isBack, size }: Look): Place[] {
  const each = [...new Map(places.map((place) => [place.id, place])).values()];
  const ascending = each.toSorted((a, b) => (isEarlier(a, b) ? -1 : 1));
  return (isBack ? ascending.toReversed() : ascending).slice(0, size + 1);
}
