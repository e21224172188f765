import type { Installation, InstallationQuery } from '@slack/bolt';
import * as z from 'zod';
import type { Unreadable } from '../usecases/ports/connections.ts';
import { jsonText } from './json-text.ts';
import type { SecretBox } from './secret-box.ts';
import { hasChanged } from './statements.ts';
import type { Database } from './tables.ts';

/** Where the app is installed, in Bolt's shape, and how several processes take turns at refreshing a token. */
export interface Installations {
  /**
   * Replaces the one that was stored for the same workspace or Enterprise organization. Resolves with when that was installed, epoch
   * milliseconds, if there was one.
   */
  storeInstallation(installation: Installation): Promise<number | undefined>;
  /** Throws an `InstallationError`. */
  fetchInstallation(query: InstallationQuery<boolean>): Promise<Installation>;
  /** Whether there is one, whether or not its tokens can be read. */
  isStored(query: InstallationQuery<boolean>): Promise<boolean>;
  /**
   * Deletes one, unless it was stored after `time` (epoch milliseconds); from then on its workspace counts as uninstalled. False when
   * nothing was deleted.
   */
  deleteStoredBefore(query: InstallationQuery<boolean>, time: number): Promise<boolean>;
  /**
   * Gives one caller, across all processes, the exclusive right to refresh an installation's token, until `until` or until the
   * installation is stored. False for everybody else. Times are epoch milliseconds.
   */
  claimRefresh(query: InstallationQuery<boolean>, now: number, until: number): Promise<boolean>;
  /**
   * Stores a refreshed installation, if the claim `until` then still holds. False when the installation was deleted, stored anew,
   * or claimed by somebody else.
   */
  storeRefreshed(installation: Installation, until: number): Promise<boolean>;
}

/** The app is not installed there, or its tokens cannot be read. */
export class InstallationError extends Error {
  readonly why: Unreadable | { kind: 'none' };
  constructor(id: string, why: InstallationError['why']) {
    super(`${id} can't be served: ${wordsOf(why)}`);
    this.name = 'InstallationError';
    this.why = why;
  }
}

function wordsOf(why: InstallationError['why']): string {
  switch (why.kind) {
    case 'none':
      return 'the app is not installed there';
    case 'key_missing':
      return `the key "${why.keyId}" that encrypted its tokens is not among ENCRYPTION_KEYS`;
    case 'damaged':
      return 'its stored tokens are damaged';
  }
}

const botSchema = z.looseObject({
  token: z.string().min(1),
  id: z.string().min(1),
  userId: z.string().min(1),
  scopes: z.array(z.string()),
});
const installationText = jsonText.pipe(
  z.looseObject({ user: z.looseObject({ id: z.string() }), bot: botSchema }),
);
const rowSchema = z.object({ id: z.string(), sealedInstallation: z.string() });

/** Keyed by workspace, or by Enterprise organization if the app is installed org-wide. */
export function createInstallations(
  db: Database,
  box: SecretBox,
  now: () => number,
): Installations {
  const sealed = (installation: Installation, id: string) =>
    box.seal(JSON.stringify(installation), bindingOf(id));
  return {
    storeInstallation: async (installation) => {
      const id = ownId(installation);
      const row = {
        id,
        sealedInstallation: await sealed(installation, id),
        refreshingUntil: null,
        installedAt: now(),
      };
      return db.transaction().execute(async (transaction) => {
        const former = await transaction
          .selectFrom('installations')
          .select('installedAt')
          .where('id', '=', id)
          .executeTakeFirst();
        await transaction
          .insertInto('installations')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute();
        await transaction.deleteFrom('uninstalled').where('id', '=', id).execute();
        return z.int().optional().parse(former?.installedAt);
      });
    },

    fetchInstallation: async (query) => {
      const id = idOf(query);
      const found = await db
        .selectFrom('installations')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      if (!found) throw new InstallationError(id, { kind: 'none' });
      const row = rowSchema.parse(found);
      const text = await box.open(row.sealedInstallation, bindingOf(row.id));
      if (!text.ok) throw new InstallationError(id, text.error);
      const installation = installationText.safeParse(text.value);
      if (!installation.success) throw new InstallationError(id, { kind: 'damaged' });
      // Only the parts of Bolt's type that the product uses are checked.
      return installation.data as unknown as Installation;
    },

    isStored: async (query) => {
      const found = await db
        .selectFrom('installations')
        .select('id')
        .where('id', '=', idOf(query))
        .executeTakeFirst();
      return found !== undefined;
    },

    deleteStoredBefore: async (query, time) =>
      db.transaction().execute(async (transaction) => {
        const id = idOf(query);
        const isDeleted = await hasChanged(
          transaction
            .deleteFrom('installations')
            .where('id', '=', id)
            .where('installedAt', '<=', time),
        );
        if (isDeleted) {
          const row = { id, at: now() };
          await transaction
            .insertInto('uninstalled')
            .values(row)
            .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
            .execute();
        }
        return isDeleted;
      }),

    claimRefresh: async (query, at, until) =>
      hasChanged(
        db
          .updateTable('installations')
          .set({ refreshingUntil: until })
          .where('id', '=', idOf(query))
          .where((where) =>
            where.or([where('refreshingUntil', 'is', null), where('refreshingUntil', '<=', at)]),
          ),
      ),

    storeRefreshed: async (installation, until) => {
      const id = ownId(installation);
      return hasChanged(
        db
          .updateTable('installations')
          .set({ sealedInstallation: await sealed(installation, id), refreshingUntil: null })
          .where('id', '=', id)
          .where('refreshingUntil', '=', until),
      );
    },
  };
}

/** What an installation is sealed for. */
export const bindingOf = (id: string) => ({ purpose: 'installation', row: id }) as const;

function ownId({ isEnterpriseInstall, enterprise, team }: Installation): string {
  const id = isEnterpriseInstall ? enterprise?.id : team?.id;
  if (!id) throw new Error('an installation names neither a workspace nor an organization');
  return id;
}

function idOf({ isEnterpriseInstall, enterpriseId, teamId }: InstallationQuery<boolean>): string {
  const id = isEnterpriseInstall ? enterpriseId : teamId;
  if (!id)
    throw new Error('an installation is asked for by neither a workspace nor an organization');
  return id;
}
