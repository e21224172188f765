import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { slack } from '../../src/limits.ts';
import { startLocalOutside } from '../helpers/local-outside.ts';
import { openBatches } from '../helpers/open-batches.ts';
import { commandFields } from '../helpers/payloads.ts';
import { organizationId, roles } from '../helpers/piper.ts';
import { describeOnPostgres, startPostgres } from '../helpers/postgres.ts';
import { postSigned, slackBody } from '../helpers/signed-request.ts';
import { openForTest } from '../helpers/storage.ts';
import { submit } from '../helpers/submit-batch.ts';
import { wordsIn } from '../helpers/views.ts';
import { settingsFor } from './bot-settings.ts';
import { startKillable } from './killed-process.ts';
import { previewOf, sendPreview } from './send-batch.ts';
import { makeUnreliable } from './unreliable-piper.ts';

const organization = { id: organizationId, name: 'Acme Robotics' };
const bulk = { batches: 40, people: 50 };

describeOnPostgres('people are answered while Slack waits', () => {
  it('during a bulk; and where a table is locked, they are told that nothing was done', async () => {
    const server = await startPostgres({ isDurable: true });
    onTestFinished(() => server.stop());
    const location = { kind: 'postgres', url: await server.freshDatabase() } as const;
    const storage = await openForTest(location);
    for (let batch = 0; batch < bulk.batches; batch += 1) {
      const invitees = Array.from({ length: bulk.people }, (_, at) => ({
        invitee: { address: `p${batch}-${at}@example.com` },
        role: { id: roles.editor.id, name: roles.editor.name },
      }));
      await submit(storage, {
        invitees,
        organization,
        workspace: { teamId: 'T0ACME' },
        at: Date.now(),
      });
    }
    const outside = await startLocalOutside();
    onTestFinished(outside.stop);
    makeUnreliable(outside.piper, { random: () => 1, latency: 20, errors: 0 });
    const start = await startKillable(fileURLToPath(import.meta.resolve('./bot.ts')));
    const bot = await start([], {
      ...outside.environment,
      ...settingsFor(location),
      PIPER_CONCURRENCY: '32',
      AFTER_TIMEOUT: '1000',
    });
    onTestFinished(() => bot.kill().then(() => undefined));
    const port = Number(bot.said.split(' ')[1]);
    const open = await openBatches(location);
    onTestFinished(open.close);

    const times: number[] = [];
    /** How long it takes until the process answers. */
    const timed = async <T>(answer: Promise<T>): Promise<T> => {
      const began = performance.now();
      const answered = await answer;
      times.push(performance.now() - began);
      return answered;
    };
    const askAll = (previewIds: readonly string[]) =>
      Promise.all([
        ...previewIds.map((id) => timed(sendPreview(port, id))),
        ...['help', 'list', 'c@example.org as Editor'].map((text) => {
          const fields = commandFields(text, { response_url: outside.responseUrl(text) });
          const url = `http://127.0.0.1:${port}/slack/events`;
          return timed(postSigned(url, slackBody('command', fields)));
        }),
      ]);

    const ids: string[] = [];
    for (let at = 0; at < 10; at += 1) {
      const addresses = `a${at}@example.org, b${at}@example.org`;
      const from = { viewId: `V0FORM${at}`, responseUrl: outside.responseUrl(`${at}`) };
      ids.push((await timed(previewOf(port, { addresses }, from))) ?? '');
    }
    const duringBulk = await askAll(ids.slice(0, 2));
    const left = await open.count();
    const longestInBulk = Math.max(...times);

    const locker = new Client({ connectionString: location.url });
    await locker.connect();
    await locker.query('begin; lock table invitations in access exclusive mode');
    times.length = 0;
    const duringLock = await askAll(ids.slice(2));
    const longestInLock = Math.max(...times);
    await locker.end();

    console.log(
      `postgres: longest answer ${Math.round(longestInBulk)} ms in a bulk, ${Math.round(longestInLock)} ms at a locked table`,
    );
    expect(left).toBeGreaterThan(1);
    expect(longestInBulk).toBeLessThan(slack.answerWithin);
    expect(longestInLock).toBeLessThan(slack.answerWithin);
    expect(duringBulk.slice(0, 2)).toEqual([
      { response_action: 'clear' },
      { response_action: 'clear' },
    ]);
    for (const refused of duringLock.slice(0, 8)) {
      expect(wordsIn(refused)).toContain('nobody was invited and nothing was changed');
    }
    // What was refused can be sent once more.
    expect(await sendPreview(port, ids.at(-1) ?? '')).toEqual({ response_action: 'clear' });
  });
});
