import { it, onTestFinished } from 'vitest';
import { describeOnPostgres, startPostgres } from '../helpers/postgres.ts';
import { expectOneToBeFirst } from './requests-race.ts';
import { expectRequestsToSurvive } from './requests-survive.ts';

async function postgres() {
  const server = await startPostgres({ isDurable: true });
  onTestFinished(() => server.stop());
  return { kind: 'postgres', url: await server.freshDatabase() } as const;
}

describeOnPostgres('a request for approval', () => {
  it('is approved once where two people press at the same moment, each in another process', async () =>
    expectOneToBeFirst(await postgres(), 2));

  it('ends as it was decided, and everybody hears of it, whenever its process is killed', async () =>
    expectRequestsToSurvive(await postgres()));
});
