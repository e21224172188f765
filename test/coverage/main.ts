import { readFileSync } from 'node:fs';
import { branchesIn, byRoom } from './branches.ts';

/** Lowest share of a room's branches, in percent, that tests must take. */
const least = 90;

const report = JSON.parse(readFileSync('coverage/coverage-final.json', 'utf8'));
const rooms = byRoom(branchesIn(report, process.cwd()));
console.table(
  rooms.map(({ room, taken, of, percent }) => ({ room, taken, of, '%': percent.toFixed(1) })),
);
for (const { room, missed } of rooms.filter(({ percent }) => percent < least)) {
  console.error(`Tests take less than ${least} % of the branches in ${room}. They miss:`);
  for (const { file, line, way } of missed) console.error(`  ${file}:${line} ${way}`);
  process.exitCode = 1;
}
