import { ok } from '../../src/domain/result.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { authorize } from '../../src/usecases/authorize.ts';
import { home } from '../../src/usecases/limits.ts';
import { createReadHome } from '../../src/usecases/read-home.ts';
import { connection, person } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';
import { median, say } from './say.ts';

const reads = 1_000;
const farPage = 1_000;

/** What an admin's App Home asks of the database, with answers of Slack that cost nothing: its first view, and a page far behind. */
export async function homeQueries(
  { interactive }: Storage,
  { organizationId, teamId }: { organizationId: string; teamId: string },
): Promise<void> {
  const organization = { id: organizationId, name: 'Acme' };
  const connected = {
    kind: 'connected' as const,
    connection: connection({ organization }),
    isFixed: false,
    piper: fakePiper({ clock: fakeClock() }).piper,
    checkAgain: async () => true,
  };
  const alice = async (id: string) => ok(person({ id, isAdmin: true }));
  const workspace = {
    ref: { teamId },
    inviteAdmins: new Set<string>(),
    find: async () => {
      await interactive.connections.find({ teamId });
      return connected;
    },
    people: { find: alice, findAnew: alice, remembered: () => undefined },
    userGroups: { list: async () => ok([]), members: async () => ok([]) },
  };
  const readHome = createReadHome({ ...interactive, authorize, now: Date.now });
  const { openBeside } = interactive.invitationQueries;
  const before = await openBeside(organizationId, undefined, (farPage - 1) * home.pageSize);
  const last = before.at(-1);
  const turns = { '1': undefined, [farPage]: last && { olderThan: { at: last.at, id: last.id } } };
  for (const [page, turn] of Object.entries(turns)) {
    const taken: number[] = [];
    for (let read = 0; read < reads; read += 1) {
      const began = performance.now();
      const shown = await readHome(workspace, 'U0ALICE001', turn);
      taken.push(performance.now() - began);
      const { length } = (shown.kind === 'connected' && shown.pending?.invites) || [];
      if (length !== home.pageSize) throw new Error(`App Home showed ${length} pending invites.`);
    }
    const slowest = taken.toSorted((a, b) => a - b).slice(0.99 * reads);
    say(`App Home, page ${page}, database alone: p99`, [slowest[0] ?? Number.NaN], {
      unit: 'ms',
      target: 10,
      detail: `p50 ${median(taken).toFixed(2)} ms`,
    });
  }
}
