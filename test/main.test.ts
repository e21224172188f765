import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { outsideOfProcess, startMain } from './helpers/main-process.ts';
import { temporaryDirectory } from './helpers/temporary-directory.ts';
import { channels, users } from './sandbox/slack/seed.ts';

describe('a process without settings', () => {
  it('lists every one that is missing, with where to get it, and exits with 1', async () => {
    const { code, stderr } = await startMain({}).ended;
    expect(code).toBe(1);
    for (const variable of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']) {
      expect(stderr).toMatch(new RegExp(`${variable} is missing\n {4}\\S`));
    }
    expect(stderr).toContain('SLACK_SIGNING_SECRET');
    expect(stderr).not.toMatch(/\bat .*\.ts/);
  });
});

describe('a process whose tokens cannot work', () => {
  it('says what is wrong with each and what to do, and exits with 1', async () => {
    const { env } = await outsideOfProcess();
    const { code, stderr } = await startMain({
      ...env,
      SLACK_BOT_TOKEN: 'xoxb-someone-else',
      PIPER_TOKEN: 'pat_unknown',
    }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("Slack doesn't accept SLACK_BOT_TOKEN (invalid_auth).");
    expect(stderr).toContain("Piper doesn't accept PIPER_TOKEN");
    expect(stderr).not.toMatch(/\bat .*\.ts/);
  });
});

describe('a process with its settings in .env', () => {
  it('starts, invites, lets what is under way finish on SIGTERM, and exits with 0', async () => {
    const { slack, piper, env } = await outsideOfProcess();
    const cwd = temporaryDirectory();
    const lines = Object.entries(env).map(([variable, value]) => `${variable}=${value}`);
    writeFileSync(join(cwd, '.env'), lines.join('\n'));

    const main = startMain({}, { cwd });
    const url = await main.ready;
    expect((await request(`${url}/healthz`)).statusCode).toBe(200);

    slack.connect(url);
    piper.change({ type: 'latency', latency: 300 });
    const text = 'ada@example.com as Editor';
    await slack.act(users.alice, { type: 'command', channel: channels.general, text });
    main.kill('SIGTERM');

    const { code, stdout } = await main.ended;
    expect(code).toBe(0);
    const said = slack.screen(users.alice).messages[channels.general] ?? [];
    expect(said.map((message) => message.text)).toEqual([
      expect.stringContaining('invited *ada@example.com* to *Acme Robotics* as *Editor*.'),
    ]);
    expect(stdout).toContain('"msg":"stopped"');
    for (const secret of [env.SLACK_BOT_TOKEN, env.SLACK_SIGNING_SECRET, env.PIPER_TOKEN]) {
      expect(stdout).not.toContain(secret);
    }
  });
});
