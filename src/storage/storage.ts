import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { AcceptedCommands } from '../usecases/ports/accepted-commands.ts';
import type { Audit, Records } from '../usecases/ports/audit.ts';
import type { Batches, BatchNotifications } from '../usecases/ports/batches.ts';
import type { Connections } from '../usecases/ports/connections.ts';
import type { FollowUps } from '../usecases/ports/follow-ups.ts';
import type { History } from '../usecases/ports/history.ts';
import type { InvitationQueries } from '../usecases/ports/invitation-queries.ts';
import type { Invitations } from '../usecases/ports/invitations.ts';
import type { LinkStore } from '../usecases/ports/links.ts';
import type { PendingConnections } from '../usecases/ports/pending-connections.ts';
import type { PreviewStore } from '../usecases/ports/previews.ts';
import type { RequestNotifications, Requests } from '../usecases/ports/requests.ts';
import { createAcceptedCommands } from './accepted-commands.ts';
import { createAudit, createRecorder } from './audit.ts';
import type { EntryRef } from './audit-marks.ts';
import { noteEnds } from './audit-notes.ts';
import { createBatches } from './batches.ts';
import { createConnections } from './connections.ts';
import type { EncryptionKey } from './encryption-keys.ts';
import { createEraser, type Eraser } from './erase.ts';
import { createExporter, type Exporter } from './export.ts';
import { createFollowUps } from './follow-ups.ts';
import { createHistory } from './history.ts';
import { createInstallations, type Installations } from './installations.ts';
import { createInvitationQueries } from './invitation-queries.ts';
import { createInvitations } from './invitations.ts';
import { keyBesideDatabase } from './key-file.ts';
import { createLinks } from './links.ts';
import { migrate } from './migrate.ts';
import { createOAuthStates, type OAuthStates } from './oauth-states.ts';
import { createPendingConnections } from './pending-connections.ts';
import type { PoolUse, PostgresConnections } from './postgres.ts';
import { createPreviews } from './previews.ts';
import { createRecords } from './records.ts';
import { type ReencryptProgress, reencrypt } from './reencrypt.ts';
import { createRequestNotifications } from './request-notifications.ts';
import { createRequests } from './requests.ts';
import { type Retention, removeOld } from './retention.ts';
import { createSecretBox } from './secret-box.ts';
import { backUpSqlite, openSqlite } from './sqlite.ts';
import { createStamps } from './stamps.ts';
import { postgresProblem, StorageError, sqliteProblem } from './storage-error.ts';
import type { Database } from './tables.ts';
import { type AuditVerdict, type VerifyOptions, verifyAudit } from './verify-audit.ts';
import { openTokens, verifyKeys } from './verify-keys.ts';
import { readWorkload, type Workload } from './workload.ts';

export { moveToPostgres } from './move.ts';
export type { PoolUse, PostgresConnections } from './postgres.ts';
export { StorageError } from './storage-error.ts';
export type { AuditBreak } from './verify-audit.ts';
export type { Workload } from './workload.ts';

/** A directory with a SQLite database, or a PostgreSQL URL. */
export type StorageLocation =
  | { kind: 'sqlite'; directory: string }
  | { kind: 'postgres'; url: string };

type Repositories = {
  installations: Installations;
  states: OAuthStates;
  connections: Connections;
  links: LinkStore;
  pendingConnections: PendingConnections;
  previews: PreviewStore;
  acceptedCommands: AcceptedCommands;
  requests: Requests & RequestNotifications;
  batches: Batches & BatchNotifications;
  invitations: Invitations;
  followUps: FollowUps;
  invitationQueries: InvitationQueries;
  history: History;
  audit: Audit;
};

/** Waits long for a busy database, as delivery, jobs and operators want it. */
export type Storage = Repositories & {
  /** The same, which soon gives up: for what Slack waits 3 s for, and not held up by the work of the others. */
  interactive: Repositories;
  /** Whether this is the only process that can have it open. */
  isExclusive: boolean;
  records: Records;
  exporter: Exporter;
  eraser: Eraser;
  /** See `retention.ts`. */
  removeOld(retention: Retention): Promise<void>;
  /** See `audit-notes.ts`. */
  noteEnds(): Promise<EntryRef | undefined>;
  /** Verifies the record of every workspace. */
  verifyAudit(options: VerifyOptions): Promise<AuditVerdict>;
  /** Throws where the database does not answer soon. */
  ping(): Promise<void>;
  /** See `workload.ts`; gives up soon. */
  readWorkload(): Promise<Workload>;
  /** PostgreSQL's connections of this process; none for SQLite. */
  pools(): PoolUse[];
  /** Whether the keys open what is stored, by some of it. */
  openTokens(): Promise<boolean>;
  /** Throws a `StorageError` when secrets are stored that the keys don't open. */
  verifyKeys(): Promise<void>;
  /** See `reencrypt.ts`. */
  reencrypt(on?: ReencryptProgress): Promise<{ rows: number }>;
  close(): Promise<void>;
};

/**
 * Opens the storage and brings its schema up to date. Without `encryptionKeys`, a key is kept beside the SQLite database. Throws
 * a `StorageError` when it cannot be opened, and for PostgreSQL without keys.
 */
export async function openStorage(options: {
  location: StorageLocation;
  encryptionKeys?: readonly EncryptionKey[];
  /** Names of keys that nobody has any more. */
  lostKeys?: readonly string[];
  /** PostgreSQL connections. */
  connections?: PostgresConnections | undefined;
  log: Logger;
  now: () => number;
}): Promise<Storage> {
  const { location, encryptionKeys = [], lostKeys = [], connections, log, now } = options;
  const [first, ...others] = encryptionKeys;
  if (location.kind === 'postgres' && !first) {
    throw new StorageError(
      'DATABASE_URL is set and ENCRYPTION_KEYS is not. Set it: tokens are kept in PostgreSQL encrypted only.',
    );
  }
  const opened: {
    db: Database;
    interactive?: Database;
    openUntimed?: () => Database;
    pools?: () => PoolUse[];
    close: () => Promise<void>;
  } =
    location.kind === 'sqlite'
      ? openSqlite(location.directory)
      : // Its driver is loaded where it is needed.
        await (await import('./postgres.ts')).openPostgres(location.url, log, connections);
  const { db, interactive = db, openUntimed, pools = () => [], close } = opened;
  try {
    await migrate(db, openUntimed);
    const keys: [EncryptionKey, ...EncryptionKey[]] =
      location.kind === 'sqlite' && !first
        ? [keyBesideDatabase(location.directory, log)]
        : [first as EncryptionKey, ...others];
    const box = createSecretBox(keys);
    const stamps = createStamps(keys);
    const recorder = createRecorder(stamps);
    const repositoriesOn = (db: Database): Repositories => ({
      installations: createInstallations(db, box, now),
      states: createOAuthStates(db),
      connections: createConnections(db, { box, stamps, recorder }),
      links: createLinks(db, { stamps, recorder }),
      pendingConnections: createPendingConnections(db, box),
      previews: createPreviews(db, box),
      acceptedCommands: createAcceptedCommands(db, box),
      requests: { ...createRequests(db, recorder), ...createRequestNotifications(db) },
      batches: createBatches(db, box, recorder),
      invitations: createInvitations(db, recorder),
      followUps: createFollowUps(db),
      invitationQueries: createInvitationQueries(db),
      history: createHistory(db),
      audit: createAudit(db, recorder),
    });
    return {
      ...repositoriesOn(db),
      interactive: repositoriesOn(interactive),
      isExclusive: location.kind === 'sqlite',
      records: createRecords(db),
      exporter: createExporter(db, createAudit(db, recorder), now),
      eraser: createEraser(db, recorder, stamps, now),
      removeOld: (retention) => removeOld(db, stamps, retention, now(), log),
      noteEnds: () => noteEnds(db, recorder, stamps, now()),
      verifyAudit: (options) => verifyAudit(db, stamps, options),
      ping: async () => {
        await sql`select 1`.execute(interactive);
      },
      readWorkload: () => readWorkload(interactive, now()),
      pools,
      openTokens: () => openTokens(interactive, box, lostKeys),
      verifyKeys: () => verifyKeys(db, box, lostKeys),
      reencrypt: (on) => reencrypt(db, box, stamps, on),
      close,
    };
  } catch (error) {
    await close().catch(() => undefined);
    throw storageProblem(location, error);
  }
}

/** A `StorageError` for what a database threw, or Node about its files; anything else is given back. */
export const storageProblem = (location: StorageLocation, error: unknown): unknown =>
  location.kind === 'sqlite'
    ? sqliteProblem(location.directory, error)
    : postgresProblem(location.url, error);

/** Copies a SQLite database into a new file, whether or not the product is running. Throws a `StorageError`, always for PostgreSQL. */
export function backUp(location: StorageLocation, file: string): void {
  if (location.kind === 'postgres') {
    throw new StorageError('PostgreSQL is backed up with its own tool: pg_dump.');
  }
  backUpSqlite(location.directory, file);
}
