import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { type Inspection, inspectStorage } from '../storage/inspect.ts';
import { StorageError } from '../storage/storage.ts';
import { type Finding, fault, ok, skipped } from './finding.ts';
import { doctor as limits } from './limits.ts';

/** Whether the database answers, its schema fits, and the keys open what is stored; what else is stored is for other checks. */
export async function checkDatabase(
  storage: Config['storage'],
  log: Logger,
): Promise<{ findings: Finding[]; stored: Inspection | undefined }> {
  try {
    const stored = await inspectStorage({ ...storage, most: limits.connections, log });
    return { findings: findingsOf(stored), stored };
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return { findings: [fault('Database', error.message)], stored: undefined };
  }
}

function findingsOf({ isThere, schema, keyProblem }: Inspection): Finding[] {
  if (!isThere) {
    return [ok('Database', 'There is none yet. The first start makes it.')];
  }
  const database = ok('Database', 'It answers.');
  if (schema.unknown.length > 0) {
    return [
      database,
      fault(
        'Schema',
        `The database was made by a newer version of piper-invite: it has the step ${schema.unknown[0]}. Run that version, or restore a backup from before it.`,
      ),
    ];
  }
  if (schema.missing.length > 0) {
    return [
      database,
      ok('Schema', `The next start takes the steps ${schema.missing.join(', ')}.`),
      skipped('Keys', 'They are checked once the schema is up to date.'),
    ];
  }
  return [
    database,
    ok('Schema', 'It is up to date.'),
    keyProblem ? fault('Keys', keyProblem) : ok('Keys', 'They open what is stored.'),
  ];
}
