import { describe, it, onTestFinished } from 'vitest';
import { hasPostgres, startPostgres } from '../helpers/postgres.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { expectToSurvive } from './deliveries-survive.ts';

const plan = { invitations: 300, kills: 30, latency: 40, trouble: 0.25 };
/** Piper takes 5 s for each call, and Slack takes two messages of three. */
const slow = {
  invitations: 40,
  kills: 10,
  latency: 5_000,
  trouble: 0.1,
  slackRefuses: (random: () => number) => random() < 0.33,
};

async function postgres() {
  const server = await startPostgres({ isDurable: true });
  onTestFinished(() => server.stop());
  return { kind: 'postgres', url: await server.freshDatabase() } as const;
}
const sqlite = () => ({ kind: 'sqlite', directory: temporaryDirectory() }) as const;

describe('every invitation that was accepted ends in one membership, and its inviter hears of it', () => {
  it('where the process is killed again and again', () =>
    expectToSurvive(sqlite(), { ...plan, replicas: 1 }));

  it.skipIf(!hasPostgres)('where one of three processes is killed again and again', async () =>
    expectToSurvive(await postgres(), { ...plan, replicas: 3 }),
  );

  it('where Piper is slow and Slack refuses messages', () =>
    expectToSurvive(sqlite(), { ...slow, replicas: 1 }));

  it.skipIf(!hasPostgres)('where they are, with three processes', async () =>
    expectToSurvive(await postgres(), { ...slow, replicas: 3 }),
  );
});
