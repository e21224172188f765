import { setTimeout as wait } from 'node:timers/promises';
import type { startPostgres } from '../helpers/postgres.ts';
import { query } from '../helpers/postgres.ts';

/** Does to a PostgreSQL, one after the other, what happens to those that others run, while somebody uses one of its databases. */
export async function makeTrouble(
  server: Awaited<ReturnType<typeof startPostgres>>,
  url: string,
  random: () => number,
): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const terminateAll = () =>
    query(
      server.admin,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
  for (let times = 0; times < 10; times += 1) {
    await wait(100 + random() * 400);
    await terminateAll();
  }
  for (let times = 0; times < 2; times += 1) {
    await wait(random() * 1_000);
    await server.restart();
  }
  await wait(random() * 1_000);
  await query(server.admin, `alter database ${name} set default_transaction_read_only = on`);
  await terminateAll();
  await wait(2_000);
  await query(server.admin, `alter database ${name} reset default_transaction_read_only`);
  await wait(random() * 1_000);
  await query(url, 'begin; lock table invitations in access exclusive mode; select pg_sleep(3)');
}
