import { it, onTestFinished } from 'vitest';
import { describeOnPostgres, startPostgres } from '../helpers/postgres.ts';
import { expectToSurvive } from './storage-survives.ts';

describeOnPostgres('PostgreSQL', () => {
  it('keeps what it acknowledged, whenever the process is killed', async () => {
    const server = await startPostgres({ isDurable: true });
    onTestFinished(() => server.stop());
    await expectToSurvive({ kind: 'postgres', url: await server.freshDatabase() });
  });
});
