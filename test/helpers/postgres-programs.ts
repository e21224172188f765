import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const lib = '/usr/lib/postgresql';
const installed = existsSync(lib)
  ? readdirSync(lib).map((version) => join(lib, version, 'bin'))
  : [];

/** Where PostgreSQL's programs are; undefined where it is not installed. */
export const programs = installed
  .toSorted()
  .findLast((directory) => existsSync(join(directory, 'initdb')));

export const hasPostgres = Boolean(process.env.TEST_DATABASE_URL ?? programs);

export const isMissing =
  "PostgreSQL is missing: install Debian's postgresql, or set TEST_DATABASE_URL";

/** Says at the end of a run how many tests were skipped without a PostgreSQL, so that nobody takes them for passed. */
export function setup({ vitest }: TestProject) {
  return () => {
    const skipped = vitest.state
      .getTestModules()
      .flatMap(({ children }) => [...children.allTests('skipped')])
      .filter(({ fullName }) => fullName.includes(isMissing));
    if (skipped.length > 0) console.warn(`\nTESTS SKIPPED: ${skipped.length}. ${isMissing}.\n`);
  };
}
