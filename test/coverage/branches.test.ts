import { describe, expect, it } from 'vitest';
import { branchesIn, byRoom } from './branches.ts';

const place = (line: number, from: number, to: number | null) => ({
  start: { line, column: from },
  end: { line, column: to },
});
const implicit = { start: {}, end: {} };

describe('the branches of a report', () => {
  it('are one where a file ran in Vitest and in a process of its own', () => {
    const report = {
      '/here/src/cli/run.ts': {
        branchMap: {
          0: { type: 'if', loc: place(2, 2, null), locations: [place(2, 2, null), implicit] },
          1: {
            type: 'binary-expr',
            loc: place(3, 5, null),
            locations: [place(3, 5, 9), place(3, 9, null)],
          },
          2: {
            type: 'binary-expr',
            loc: place(3, 4, 12),
            locations: [place(3, 5, 7), place(3, 9, 12)],
          },
        },
        b: { 0: [3, 0], 1: [4, 0], 2: [1, 2] },
      },
    };
    expect(branchesIn(report, '/here')).toEqual([
      { file: 'src/cli/run.ts', line: 2, way: 'if 0', taken: 3 },
      { file: 'src/cli/run.ts', line: 2, way: 'if 1', taken: 0 },
      { file: 'src/cli/run.ts', line: 3, way: 'binary-expr 0', taken: 5 },
      { file: 'src/cli/run.ts', line: 3, way: 'binary-expr 1', taken: 2 },
    ]);
  });

  it('are counted by folder, with those that no test took', () => {
    const branch = (file: string, taken: number) => ({ file, line: 1, way: 'if 0', taken });
    const missed = branch('src/cli/run.ts', 0);
    expect(byRoom([branch('src/main.ts', 1), missed, branch('src/cli/serve.ts', 7)])).toEqual([
      { room: 'src', taken: 1, of: 1, percent: 100, missed: [] },
      { room: 'src/cli', taken: 1, of: 2, percent: 50, missed: [missed] },
    ]);
  });
});
