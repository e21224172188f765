import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { slack as limits } from '../../src/limits.ts';
import { startApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { shortenTimeouts } from '../helpers/held.ts';
import { describeOnPostgres, startPostgres } from '../helpers/postgres.ts';
import { wordsIn } from '../helpers/views.ts';

describeOnPostgres('while the storage is slow', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());

  /** A workspace whose connection cannot be read until `unlock` is called. */
  async function startLocked() {
    const url = await server.freshStorage();
    const app = await startApp({
      env: {
        PIPER_TOKEN: '',
        PIPER_ORG_ID: '',
        DATABASE_URL: url,
        ENCRYPTION_KEYS: `test:${'A'.repeat(43)}`,
      },
    });
    const other = new Client({ connectionString: url });
    await other.connect();
    await other.query('begin; lock table connections in access exclusive mode');
    let isEnded = false;
    const unlock = async () => {
      if (!isEnded) await other.end();
      isEnded = true;
    };
    onTestFinished(unlock);
    app.forget();
    shortenTimeouts(limits.lookupBeforeOpening, limits.lookupBeforeAnswer);
    return { app, unlock };
  }

  it.each(['', 'connect', 'settings'])(
    'a modal opens before its trigger is over: /piper-invite %s',
    async (text) => {
      const { app, unlock } = await startLocked();
      await app.command(text);
      await eventually(() => expect(app.journal.names()).toContain('slack views.open'));
      expect(app.journal.of('views.update')).toEqual([]);
      await unlock();
      await app.finish();
      expect(app.journal.of('views.update')).toHaveLength(1);
      if (text === '')
        expect(wordsIn(app.journal.of('views.update'))).toContain("isn't connected to Piper yet");
    },
  );

  it('help answers with what is known', async () => {
    const { app } = await startLocked();
    const { body } = await app.command('help');
    expect(wordsIn(body)).toContain('`/piper-invite` opens the form.');
    expect(wordsIn(body)).not.toContain('connected to Piper yet');
  });

  it('a form that is sent is answered in time, and nothing typed is lost', async () => {
    const { app } = await startLocked();
    const answer = await app.submitInvite({ addresses: 'ada@example.com' });
    expect(answer.body).toEqual({
      response_action: 'errors',
      errors: {
        people: 'Slack is slow right now. Nobody was invited and nothing is lost: send it again.',
      },
    });
  });
});
