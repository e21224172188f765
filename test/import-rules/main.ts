import { readFileSync } from 'node:fs';
import { check, medianLength, readSources } from './check.ts';
import { rooms } from './rooms.ts';

const { dependencies, devDependencies, imports } = JSON.parse(readFileSync('package.json', 'utf8'));
const sources = readSources(process.argv[2] ?? 'src');
const packages = new Set(Object.keys({ ...dependencies, ...devDependencies, ...imports }));
const problems = check(sources, packages);

if (problems.length > 0) {
  for (const { at, message } of problems) console.error(`${at}  ${message}`);
  console.error('\nWhat src/ may import is in test/import-rules/rooms.ts.');
  process.exitCode = 1;
} else {
  console.log(
    `${sources.size} files in ${Object.keys(rooms).length} rooms keep to the table. ` +
      `Half of them have ${medianLength(sources)} lines or fewer.`,
  );
}
