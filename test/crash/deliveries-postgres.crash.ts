import { it, onTestFinished } from 'vitest';
import { describeOnPostgres, startPostgres } from '../helpers/postgres.ts';
import { expectToSurvive } from './deliveries-survive.ts';
import { slow, usual } from './plans.ts';

async function postgres() {
  const server = await startPostgres({ isDurable: true });
  onTestFinished(() => server.stop());
  return { kind: 'postgres', url: await server.freshDatabase() } as const;
}

describeOnPostgres(
  'every invitation that was accepted ends in one membership, and its inviter hears of it',
  () => {
    it('where one of three processes is killed again and again', async () =>
      expectToSurvive(await postgres(), { ...usual, replicas: 3 }));

    it('where Piper is slow and Slack refuses messages, too', async () =>
      expectToSurvive(await postgres(), { ...slow, replicas: 3 }));
  },
);
