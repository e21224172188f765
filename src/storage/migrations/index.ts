import type { Migration } from 'kysely/migration';
import { up as core } from './0001-core.ts';

/** Every step of the schema, in order. Steps are added, never changed, and lead forward only. */
export const migrations: Record<string, Migration> = {
  '0001-core': { up: core },
};
