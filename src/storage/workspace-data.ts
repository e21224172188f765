import { erasePeople } from './audit-people.ts';
import { inSteps } from './in-steps.ts';
import { removeBatches } from './remove-batches.ts';
import { removeRequestsOf } from './remove-requests.ts';
import { idsOf } from './rows.ts';
import type { Database, Queries } from './tables.ts';

/**
 * Deletes what is stored about a workspace, or about an Enterprise organization itself. Its record stays, without addresses. Resolves
 * with how many batches there were.
 */
export async function removeWorkspaceData(db: Database, id: string): Promise<number> {
  await db.deleteFrom('connections').where('scopeId', '=', id).execute();
  await db.deleteFrom('links').where('scopeId', '=', id).execute();
  await db.deleteFrom('pendingConnections').where('scopeId', '=', id).execute();
  await db.deleteFrom('previews').where('teamId', '=', id).execute();
  await db.deleteFrom('acceptedCommands').where('teamId', '=', id).execute();
  await removeRequestsOf(db, id);
  await erasePeople(db, id, Number.MAX_SAFE_INTEGER);
  return inSteps(async (limit) => {
    const batches = await db
      .selectFrom('batches')
      .select('id')
      .where('teamId', '=', id)
      .orderBy('id')
      .limit(limit)
      .execute();
    await removeBatches(db, idsOf(batches));
    return batches.length;
  });
}

/**
 * Deletes what is stored about workspaces, and whole Enterprise organizations, that removed the app by `until` (epoch milliseconds)
 * and have no other installation that serves them. Resolves with their IDs.
 */
export async function removeUninstalled(db: Database, until: number): Promise<string[]> {
  const removed: string[] = [];
  const uninstalled = await db
    .selectFrom('uninstalled')
    .select('id')
    .where('at', '<=', until)
    .execute();
  for (const { id } of uninstalled) {
    const isServed = await isServedByOthers(db, id);
    if (!isServed) {
      for (const workspace of await workspacesIn(db, id)) {
        await removeWorkspaceData(db, workspace);
        removed.push(workspace);
      }
    }
    await db.deleteFrom('uninstalled').where('id', '=', id).where('at', '<=', until).execute();
  }
  return removed;
}

/** Whether the app is installed again, or in the whole Enterprise organization that the workspace is in. */
async function isServedByOthers(db: Queries, id: string): Promise<boolean> {
  const found = await db
    .selectFrom('installations')
    .select('id')
    .where(({ or, eb, selectFrom }) =>
      or([
        eb('id', '=', id),
        eb(
          'id',
          'in',
          selectFrom('batches')
            .select('enterpriseId')
            .where('teamId', '=', id)
            .where('enterpriseId', 'is not', null)
            .$narrowType<{ enterpriseId: string }>(),
        ),
      ]),
    )
    .executeTakeFirst();
  return found !== undefined;
}

/** What an installation served: itself, and the workspaces of its Enterprise organization that have none of their own. */
async function workspacesIn(db: Queries, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('batches')
    .select('teamId')
    .distinct()
    .where('enterpriseId', '=', id)
    .where('teamId', 'not in', db.selectFrom('installations').select('id'))
    .execute();
  return [...rows.map(({ teamId }) => teamId), id];
}
