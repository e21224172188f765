import { describe, expect, it } from 'vitest';
import type { AuditEntry, RecordedEntry } from '../../src/domain/audit.ts';
import { createExportRecord } from '../../src/usecases/export-record.ts';
import type { Connected } from '../../src/usecases/find-connection.ts';
import type { Export } from '../../src/usecases/ports/exports.ts';
import { connection } from '../helpers/builders.ts';

/** Records with so many entries, each read from behind the first. */
function setUp(entries: Record<string, number>) {
  const recorded: AuditEntry[] = [];
  const wanted: Export<RecordedEntry>[] = [];
  const answer = { begun: 'started' as 'started' | 'busy' };
  const run = createExportRecord({
    records: {
      span: async (id) => ({ behind: 1, upTo: 1 + (entries[id] ?? 0) }),
      async *read(workspace, { behind, upTo }) {
        for (let number = behind + 1; number <= upTo; number += 1) {
          yield [{ workspace, number } as RecordedEntry];
        }
      },
    },
    audit: {
      append: async (entry) => {
        recorded.push(entry);
      },
    },
    send: (each) => {
      wanted.push(each);
      return answer.begun;
    },
    now: () => 5,
  });
  const ask = (scope: Connected['connection']['scope']) =>
    run({
      workspace: { teamId: 'T1', enterpriseId: 'E1' },
      connected: { connection: connection({ scope }) } as Connected,
      by: 'UALICE',
      mayStill: async () => true,
      reference: 'abc',
    });
  return { recorded, wanted, answer, ask };
}

const numbersOf = async ({ pages }: Export<RecordedEntry>) => {
  const found: string[] = [];
  for await (const page of pages) {
    found.push(...page.map(({ workspace, number }) => `${workspace} ${number}`));
  }
  return found;
};

describe('exporting the record', () => {
  it("takes the workspace's own, and says in it what was asked for and what was sent", async () => {
    const { ask, wanted, recorded } = setUp({ T1: 2, E1: 5 });
    expect(await ask({ teamId: 'T1' })).toEqual({ kind: 'started', entries: 2 });
    const [job] = wanted;
    if (!job) throw new Error('nothing was begun');
    expect(job).toMatchObject({ userId: 'UALICE', workspace: { teamId: 'T1' }, total: 2 });
    expect(recorded).toEqual([]);
    await job.onBegin();
    expect(await numbersOf(job)).toEqual(['T1 2', 'T1 3']);
    await job.onEnd({ outcome: 'interrupted', rows: 1 });
    await job.onEnd({ outcome: 'done', rows: 2 });
    const about = {
      ...{ workspace: 'T1', at: 5, actor: 'UALICE', action: 'export', subject: 'T1' },
      surface: 'button',
    };
    const details = { what: 'record', reference: 'abc' };
    expect(recorded).toEqual([
      { ...about, outcome: 'requested', details: { ...details, rows: '2' } },
      { ...about, outcome: 'failed', details: { ...details, rows: '1', why: 'interrupted' } },
      { ...about, outcome: 'done', details: { ...details, rows: '2' } },
    ]);
  });

  it('takes the one of the Enterprise organization, too, where that is connected', async () => {
    const { ask, wanted } = setUp({ T1: 1, E1: 2 });
    expect(await ask({ enterpriseId: 'E1' })).toEqual({ kind: 'started', entries: 3 });
    expect(wanted[0] && (await numbersOf(wanted[0]))).toEqual(['T1 2', 'E1 2', 'E1 3']);
  });

  it('is not begun where there is nothing, or another export is under way', async () => {
    const { ask, wanted, answer } = setUp({ T1: 1 });
    answer.begun = 'busy';
    expect(await ask({ teamId: 'T1' })).toEqual({ kind: 'busy' });
    expect(await setUp({}).ask({ teamId: 'T1' })).toEqual({ kind: 'nothing' });
    expect(wanted).toHaveLength(1);
  });
});
