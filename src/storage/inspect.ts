import type { InstallationQuery } from '@slack/bolt';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { ConnectionWithToken } from '../domain/connection.ts';
import { createRecorder } from './audit.ts';
import { createConnections } from './connections.ts';
import { type EncryptionKey, keyBytes } from './encryption-keys.ts';
import { createInstallations, InstallationError } from './installations.ts';
import { keyFoundBesideDatabase } from './key-file.ts';
import { postgres } from './limits.ts';
import { stepsOf } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { createSecretBox } from './secret-box.ts';
import { openSqliteToRead } from './sqlite.ts';
import { createStamps } from './stamps.ts';
import { type StorageLocation, storageProblem } from './storage.ts';
import { StorageError } from './storage-error.ts';
import type { Database } from './tables.ts';
import { verifyKeys } from './verify-keys.ts';

/** What a database is found to be like. */
export type Inspection = {
  isThere: boolean;
  /** Steps that it has yet to take, and those that this version does not know. */
  schema: { missing: string[]; unknown: string[] };
  /** What to do where the keys don't open what is stored. */
  keyProblem?: string | undefined;
  /**
   * `workspace` is the ID of their scope, `botToken` the app's own there, where one is stored; without `connection`, it was altered or
   * is damaged. Those whose key is missing are left out.
   */
  connections: { workspace: string; connection?: ConnectionWithToken; botToken?: string }[];
};

/**
 * Looks into a database, whether a process uses it or not, and changes nothing. `most` is how many connections are read. Throws a
 * `StorageError` where that can't be done.
 */
export async function inspectStorage(options: {
  location: StorageLocation;
  encryptionKeys?: readonly EncryptionKey[];
  lostKeys?: readonly string[];
  most: number;
  log: Logger;
}): Promise<Inspection> {
  const { location, log } = options;
  try {
    const opened =
      location.kind === 'sqlite'
        ? openSqliteToRead(location.directory)
        : await openPostgres(location.url, log, fewConnections);
    if (!opened) return { isThere: false, schema: { missing: [], unknown: [] }, connections: [] };
    try {
      return { isThere: true, ...(await look(opened.db, options)) };
    } finally {
      await opened.close();
    }
  } catch (error) {
    throw storageProblem(location, error);
  }
}

const fewConnections = {
  interactive: postgres.minConnections,
  background: postgres.minConnections,
};

async function look(
  db: Database,
  { location, encryptionKeys = [], lostKeys = [], most }: Parameters<typeof inspectStorage>[0],
): Promise<Omit<Inspection, 'isThere'>> {
  const schema = await stepsOf(db);
  if (schema.missing.length + schema.unknown.length > 0) return { schema, connections: [] };
  const keys = [...encryptionKeys];
  if (keys.length === 0 && location.kind === 'sqlite') {
    const found = await problemOf(async () => keyFoundBesideDatabase(location.directory));
    if (found.problem) return { schema, keyProblem: found.problem, connections: [] };
    if (found.value) keys.push(found.value);
  }
  const [first = noKey, ...others] = keys;
  const box = createSecretBox([first, ...others]);
  const { problem: keyProblem } = await problemOf(() => verifyKeys(db, box, lostKeys));
  return { schema, keyProblem, connections: await readConnections(db, [first, ...others], most) };
}

/** Opens nothing. */
const noKey: EncryptionKey = { id: '', secret: new Uint8Array(keyBytes) };

async function problemOf<T>(act: () => Promise<T>): Promise<{ value?: T; problem?: string }> {
  try {
    return { value: await act() };
  } catch (error) {
    if (error instanceof StorageError) return { problem: error.message };
    throw error;
  }
}

async function readConnections(
  db: Database,
  keys: [EncryptionKey, ...EncryptionKey[]],
  most: number,
): Promise<Inspection['connections']> {
  const box = createSecretBox(keys);
  const stamps = createStamps(keys);
  const connections = createConnections(db, { box, stamps, recorder: createRecorder(stamps) });
  const installations = createInstallations(db, box, () => 0);
  const tokenOf = (query: InstallationQuery<boolean>): Promise<string | undefined> =>
    installations.fetchInstallation(query).then(
      ({ bot }) => bot?.token,
      (error: unknown) => {
        if (error instanceof InstallationError) return undefined;
        throw error;
      },
    );
  const rows = await db.selectFrom('connections').select('scopeId').limit(most).execute();
  const found: Inspection['connections'] = [];
  for (const row of rows) {
    const workspace = z.string().parse(row.scopeId);
    const read = await connections.find({ teamId: workspace });
    if (!read.ok && read.error.kind !== 'key_missing') found.push({ workspace });
    if (!read.ok || !read.value) continue;
    const connection = read.value;
    const { enterpriseId } = connection;
    const botToken =
      (await tokenOf({ teamId: workspace, enterpriseId, isEnterpriseInstall: false })) ??
      (enterpriseId &&
        (await tokenOf({ teamId: undefined, enterpriseId, isEnterpriseInstall: true })));
    found.push({ workspace, connection, ...(botToken && { botToken }) });
  }
  return found;
}
