import type { Migration } from 'kysely/migration';
import { up as core } from './0001-core.ts';

/**
 * Every step of the schema, in order. From the first release on, a released step is never changed, and there is no way back:
 * what a step got wrong, the next one puts right.
 */
export const migrations: Record<string, Migration> = {
  '0001-core': { up: core },
};
