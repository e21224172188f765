import { describe, expect, it } from 'vitest';
import { schedule } from '../../src/jobs/schedule.ts';
import { startUnconnected } from '../helpers/app.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { eventually } from '../helpers/eventually.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { platformToken as token } from '../helpers/organizations.ts';
import { tokenInPiper } from '../helpers/piper.ts';
import { users } from '../helpers/slack.ts';
import { wordsIn } from '../helpers/views.ts';

const day = 86_400_000;

/** A workspace whose token expires in so many days. */
async function expiringIn(days: number) {
  const app = await startUnconnected();
  const expiresAt = app.clock.now + days * day;
  app.piper.tokens = [tokenInPiper('pat_tes...ken', new Date(expiresAt).toISOString())];
  await app.connect();
  await app.finish();
  const { directory } = app;
  return {
    expiresAt,
    /** What a process says that starts so many days before the expiry: the job runs at its start, and then every hour. */
    warnings: async (daysBefore: number) => {
      const later = await startUnconnected({
        directory,
        clock: { now: expiresAt - daysBefore * day },
      });
      await later.finish();
      return later.journal.ever
        .filter(({ name }) => name === 'chat.postMessage')
        .map(({ body }) => body);
    },
  };
}

describe('a token that expires', () => {
  it('is told of a week and a day before, once each, to who connected the workspace, with the remedy', async () => {
    const { warnings, expiresAt } = await expiringIn(30);
    expect(await warnings(8)).toEqual([]);
    const [week, ...more] = await warnings(6.9);
    expect(more).toEqual([]);
    expect(week).toMatchObject({ channel: users.alice.id });
    expect(week?.text).toMatch(
      /^The platform token that connects this workspace to \*Acme Robotics\* expires within 7 days, on <!date\^/,
    );
    expect(week?.text).toContain(String(Math.floor(expiresAt / 1_000)));
    expect(wordsIn(week)).toContain('"action_id":"open_connect"');
    expect(await warnings(6.8)).toEqual([]);
    expect((await warnings(0.5)).map(({ text }) => text)).toEqual([
      expect.stringContaining('expires within a day, on'),
    ]);
    expect(await warnings(0.1)).toEqual([]);
    expect(await warnings(-1)).toEqual([]);
  });

  it('is told of once where a week and a day have come at once', async () => {
    const { warnings } = await expiringIn(30);
    expect(await warnings(0.5)).toHaveLength(1);
    expect(await warnings(0.4)).toEqual([]);
  });
});

it('tokens whose settings never came are deleted after half an hour, though nobody asks for them', async () => {
  const app = await startUnconnected();
  await app.submit(await app.open('connect'), { token });
  await app.finish();
  const waitingAfter = async (minutes: number) => {
    const { directory, clock } = app;
    const later = await startUnconnected({
      directory,
      clock: { now: clock.now + minutes * 60_000 },
    });
    await later.finish();
    return app.query('select id from pending_connections').length;
  };
  expect(await waitingAfter(29)).toBe(1);
  expect(await waitingAfter(30)).toBe(0);
});

describe('where the record ends', () => {
  it('is in the log of each process, for whoever keeps the log', async () => {
    const app = await startUnconnected();
    await app.connect();
    await app.finish();
    expect(app.logged('record noted: verify-audit --expect HASH looks for it')).toEqual([]);
    const later = await startUnconnected({ directory: app.directory });
    await later.finish();
    const [noted] = await auditRecord({ kind: 'sqlite', directory: app.directory }, '*');
    expect(noted).toMatchObject({ action: 'note', number: 1 });
    expect(later.logged('record noted: verify-audit --expect HASH looks for it')).toMatchObject([
      { level: 'info', number: 1, hash: noted?.hash },
    ]);
  });
});

describe('what is old', () => {
  it('is deleted by the clock, with a line in the log', async () => {
    const app = await startUnconnected();
    await app.connect();
    await app.invite('ada@example.com as Editor');
    await app.finish();
    const later = await startUnconnected({
      directory: app.directory,
      clock: { now: app.clock.now + 3_000 * day },
    });
    await eventually(() =>
      expect(later.logged('deleted what was kept for long enough')).toMatchObject([
        { level: 'info', workspaces: [], entries: 3 },
      ]),
    );
    expect(await auditRecord({ kind: 'sqlite', directory: app.directory }, 'T0ACME')).toEqual([]);
  });
});

describe('a process with nothing to do', () => {
  it('looks every few seconds for what people wait for alone', async () => {
    let looks = 0;
    const look = async () => {
      looks += 1;
    };
    const jobs = schedule({
      delivery: { tick: look },
      notifications: { tick: look },
      requestNotifications: { tick: look, remind: look },
      expireRequests: look,
      takeUpCommands: look,
      followUp: look,
      connections: {
        takeExpiring: async () => {
          looks += 1;
          return [];
        },
      },
      connectorNotifications: { tokenExpiring: look },
      removeOld: look,
      noteEnds: async () => {
        looks += 1;
        return undefined;
      },
      now: () => 0,
      log: keptLog().log,
      pollInterval: undefined,
      followUpInterval: undefined,
    });
    let inAMinute = 0;
    for (const { every, run } of jobs) {
      looks = 0;
      await run();
      inAMinute += looks * (60_000 / every);
    }
    expect(inAMinute).toBeLessThan(75);
  });
});
