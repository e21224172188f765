import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const keepSmall = import.meta.resolve('../../src/cli/keep-small.ts');

/** Reads page by page, as commands do, needs each for a while, and says how large the heap was at most, in MiB. */
const reads = `
  import { setImmediate as turn } from 'node:timers/promises';
  const page = JSON.stringify(Array.from({ length: 20 }, (_, at) => ({ at, address: 'p' + at, text: 'x'.repeat(100) })));
  const read = [];
  let most = 0;
  for (let pages = 0; pages < 10_000; pages += 1) {
    read.push(JSON.parse(page));
    if (read.length > 2_000) read.shift();
    await turn();
    if (pages % 50 === 0) most = Math.max(most, process.memoryUsage().heapTotal);
  }
  console.log(most / 1_024 / 1_024);
`;

const largest = async (before: string) => {
  const script = ['--input-type=module', '--eval', before + reads];
  return Number((await promisify(execFile)(process.execPath, script)).stdout);
};

it('a command that reads much stays at a fraction of the memory that Node would let it take', async () => {
  const [small, large] = await Promise.all([
    largest(`import { keepSmall } from ${JSON.stringify(keepSmall)}; keepSmall();`),
    largest(''),
  ]);
  expect(small).toBeLessThan(large / 2);
});
