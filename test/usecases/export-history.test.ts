import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { HistoryEntry, HistoryFilters, HistoryPage } from '../../src/domain/history.ts';
import { createExportHistory } from '../../src/usecases/export-history.ts';
import type { Connected } from '../../src/usecases/find-connection.ts';
import type { SendHistory } from '../../src/usecases/ports/exports.ts';
import type { History } from '../../src/usecases/ports/history.ts';
import { acme, connection } from '../helpers/builders.ts';

const through = (about: Parameters<typeof connection>[0], isFixed = false) =>
  ({ connection: connection(about), isFixed }) as Connected;
const here = through({ scope: { teamId: 'T1' } });

/** A history of which each look finds a page. */
function setUp(pages: HistoryPage[] = []) {
  const recorded: AuditEntry[] = [];
  const looks: Parameters<History['search']>[] = [];
  const wanted: Parameters<SendHistory>[0][] = [];
  const still: { connected: Connected | undefined } = { connected: here };
  const run = createExportHistory({
    history: {
      search: async (...look) => {
        looks.push(look);
        return pages[looks.length - 1] ?? { entries: [] };
      },
    },
    audit: {
      append: async (entry) => {
        recorded.push(entry);
      },
    },
    send: (each) => {
      wanted.push(each);
      return 'started';
    },
    now: () => 5,
  });
  const ask = (filters: HistoryFilters = {}, connected = here) => {
    const workspace = { teamId: 'T1', enterpriseId: 'E1' };
    const connectedStill = async () => still.connected;
    const by = 'UALICE';
    const answer = run({ workspace, connected, filters, by, connectedStill, reference: 'abc' });
    const [job] = wanted;
    if (!job) throw new Error('nothing was begun');
    return { answer, job };
  };
  return { recorded, looks, still, ask };
}

const entry = (id: string) => ({ id }) as HistoryEntry;
const at = (n: number) => ({ olderThan: { id: `i${n}`, at: n } });

describe('exporting the history', () => {
  it('goes on behind every look until there is no more, by the same filters, among all that there is', async () => {
    const { ask, looks } = setUp([
      { entries: [entry('a'), entry('b')], older: at(3) },
      { entries: [], older: at(2), cut: 'older' },
      { entries: [entry('c')] },
    ]);
    const filters = { address: 'ada', state: 'joined' as const };
    const { answer, job } = ask(filters);
    expect(answer).toBe('started');
    expect(job).toMatchObject({ userId: 'UALICE', organization: acme });
    expect(job).not.toHaveProperty('total');
    const pages: string[][] = [];
    for await (const page of job.pages) pages.push(page.map(({ id }) => id));
    expect(pages).toEqual([['a', 'b'], [], ['c']]);
    const sight = {
      organizationId: acme.id,
      scope: { teamId: 'T1' },
      viewerId: 'UALICE',
      seesAll: true,
    };
    expect(looks.map(([seen, by, turn]) => [seen, by, turn])).toEqual([
      [sight, filters, undefined],
      [sight, filters, at(3)],
      [sight, filters, at(2)],
    ]);
    expect(looks[0]?.[3]).toBeGreaterThan(100);
    expect(looks[0]?.[3]).toBeLessThanOrEqual(1_000);
  });

  it('gives everything else its turn between looks', async () => {
    const { ask } = setUp([{ entries: [], older: at(2), cut: 'older' }]);
    let turns = 0;
    const { job } = ask();
    for await (const _ of job.pages) setImmediate(() => (turns += 1));
    expect(turns).toBe(2);
  });

  it('is in the record with what was searched by, but not with what was searched for', async () => {
    const { ask, recorded } = setUp();
    const filters = { address: 'ada@example.com', inviterId: 'UBOB', from: 1, state: undefined };
    const { job } = ask(filters);
    expect(recorded).toEqual([]);
    await job.onBegin();
    await job.onEnd({ outcome: 'done', rows: 3 });
    await job.onEnd({ outcome: 'nothing', rows: 0 });
    await job.onEnd({ outcome: 'interrupted', rows: 2 });
    const about = {
      ...{ workspace: 'T1', at: 5, actor: 'UALICE', action: 'export', subject: 'T1' },
      surface: 'button',
    };
    const details = { what: 'history', reference: 'abc' };
    const asked = { organization: acme.id, by: 'address inviterId from' };
    expect(recorded).toEqual([
      { ...about, outcome: 'requested', details: { ...details, ...asked } },
      { ...about, outcome: 'done', details: { ...details, rows: '3' } },
      { ...about, outcome: 'done', details: { ...details, rows: '0' } },
      { ...about, outcome: 'failed', details: { ...details, rows: '2', why: 'interrupted' } },
    ]);
  });

  it.each<[string, Connected | undefined, boolean]>([
    ['the person may', here, true],
    ['the person may no longer', undefined, false],
    [
      'another organization is connected',
      through({ scope: { teamId: 'T1' }, organization: { id: 'org-2', name: 'Globex' } }),
      false,
    ],
    ['the connection has another reach', through({ scope: { enterpriseId: 'E1' } }), false],
  ])('goes out according to whether %s', async (_, connected, isAllowed) => {
    const { ask, still } = setUp();
    const { job } = ask();
    still.connected = connected;
    expect(await job.mayStill()).toBe(isAllowed);
  });

  it('stays in the workspace where what serves every workspace is asked', async () => {
    const { ask, looks } = setUp();
    const { job } = ask({}, through({ scope: { teamId: '' } }, true));
    for await (const _ of job.pages);
    expect(looks[0]?.[0].scope).toEqual({ teamId: 'T1' });
  });
});
