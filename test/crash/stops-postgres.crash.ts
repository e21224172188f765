import { it, onTestFinished } from 'vitest';
import { describeOnPostgres, query, startPostgres } from '../helpers/postgres.ts';
import { expectStopsToLoseNothing } from './stops-survive.ts';

describeOnPostgres('processes are replaced one by one while people invite', () => {
  it('and every request is taken, every invite sent once and confirmed once, also by those that do not know new columns', async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    const url = await server.freshStorage();
    await expectStopsToLoseNothing(
      { kind: 'postgres', url },
      { replicas: 2, newer: () => addColumns(url) },
    );
  });
});

/** What a step may do while older processes run: add what may be missing. */
async function addColumns(url: string): Promise<void> {
  const tables = await query(
    url,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
      and relkind = 'r' and relname not like 'kysely%'`,
  );
  for (const { name } of tables)
    await query(url, `alter table ${name} add column added_later text`);
}
