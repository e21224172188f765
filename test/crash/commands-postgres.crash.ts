import { it, onTestFinished } from 'vitest';
import { describeOnPostgres, startPostgres } from '../helpers/postgres.ts';
import { expectCommandsToSurvive } from './commands-survive.ts';

describeOnPostgres('a command that was acknowledged while Slack was slow', () => {
  it('ends in one membership, whenever its process is killed', async () => {
    const server = await startPostgres({ isDurable: true });
    onTestFinished(() => server.stop());
    await expectCommandsToSurvive({ kind: 'postgres', url: await server.freshDatabase() });
  });
});
