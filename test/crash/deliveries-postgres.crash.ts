import { it, onTestFinished } from 'vitest';
import { describeOnPostgres, startPostgres } from '../helpers/postgres.ts';
import { expectToSurvive } from './deliveries-survive.ts';
import { bulk, slow, usual } from './plans.ts';
import { makeTrouble } from './postgres-trouble.ts';

async function postgres() {
  const server = await startPostgres({ isDurable: true });
  onTestFinished(() => server.stop());
  const url = await server.freshDatabase();
  return { server, location: { kind: 'postgres', url } as const };
}

describeOnPostgres(
  'every invitation that was accepted ends in one membership, and its inviter hears of it',
  () => {
    it('where one of three processes is killed again and again', async () =>
      expectToSurvive((await postgres()).location, { ...usual, replicas: 3 }));

    it('where Piper is slow and Slack refuses messages, too', async () =>
      expectToSurvive((await postgres()).location, { ...slow, replicas: 3 }));

    it('where PostgreSQL breaks off, is restarted, can only be read and is locked, and one process lives through it all', async () => {
      const { server, location } = await postgres();
      await expectToSurvive(location, {
        ...bulk,
        replicas: 1,
        trouble: (random) => makeTrouble(server, location.url, random),
      });
    });
  },
);
