import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from './helpers/temporary-directory.ts';
import { startPiper } from './sandbox/piper/server.ts';
import { channels, users } from './sandbox/slack/seed.ts';
import { startSlack } from './sandbox/slack/server.ts';

const main = resolve('src/main.ts');

type Ended = { code: number; stdout: string; stderr: string };
const run = (env: Record<string, string>, cwd = tmpdir()): Promise<Ended> =>
  promisify(execFile)(process.execPath, [main], { env, cwd }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error) => error,
  );

async function fakes() {
  const [slack, piper] = await Promise.all([startSlack(), startPiper()]);
  onTestFinished(async () => {
    await Promise.all([slack.stop(), piper.stop()]);
  });
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DATA_DIR: temporaryDirectory(),
    PIPER_TOKEN: piper.token,
    PIPER_ORG_ID: piper.organizationId,
    PIPER_API_URL: piper.apiUrl,
    HOST: '127.0.0.1',
    PORT: '0',
  };
  return { slack, piper, env };
}

describe('a process without settings', () => {
  it('lists every one that is missing, with where to get it, and exits with 1', async () => {
    const { code, stderr } = await run({});
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
    const { env } = await fakes();
    const { code, stderr } = await run({
      ...env,
      SLACK_BOT_TOKEN: 'xoxb-someone-else',
      PIPER_TOKEN: 'pat_unknown',
    });
    expect(code).toBe(1);
    expect(stderr).toContain("Slack doesn't accept SLACK_BOT_TOKEN (invalid_auth).");
    expect(stderr).toContain("Piper doesn't accept PIPER_TOKEN");
    expect(stderr).not.toMatch(/\bat .*\.ts/);
  });
});

describe('a process with its settings in .env', () => {
  it('starts, invites, lets what is under way finish on SIGTERM, and exits with 0', async () => {
    const { slack, piper, env } = await fakes();
    const cwd = await mkdtemp(join(tmpdir(), 'main-'));
    onTestFinished(() => rm(cwd, { recursive: true }));
    const lines = Object.entries(env).map(([variable, value]) => `${variable}=${value}`);
    await writeFile(join(cwd, '.env'), lines.join('\n'));

    const child = spawn(process.execPath, [main], { cwd, env: {} });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let log = '';
    const ready = new Promise<number>((done) => {
      child.stdout.on('data', (data) => {
        log += data;
        const port = /"port":(\d+)/.exec(log)?.[1];
        if (port) done(Number(port));
      });
    });
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    const url = `http://127.0.0.1:${await ready}`;
    expect((await request(`${url}/healthz`)).statusCode).toBe(200);

    slack.connect(url);
    piper.change({ type: 'latency', latency: 300 });
    const text = 'ada@example.com as Editor';
    await slack.act(users.alice, { type: 'command', channel: channels.general, text });
    child.kill('SIGTERM');

    expect(await ended).toBe(0);
    const said = slack.screen(users.alice).messages[channels.general] ?? [];
    expect(said.map((message) => message.text)).toEqual([
      expect.stringContaining('invited *ada@example.com* to *Acme Robotics* as *Editor*.'),
    ]);
    expect(log).toContain('"msg":"stopped"');
    for (const secret of [env.SLACK_BOT_TOKEN, env.SLACK_SIGNING_SECRET, env.PIPER_TOKEN]) {
      expect(log).not.toContain(secret);
    }
  });
});
