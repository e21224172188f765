import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { webServer } from '../src/receivers/limits.ts';
import { outsideOfProcess, program, startMain } from './helpers/main-process.ts';
import { commandFields } from './helpers/payloads.ts';
import { signatureOf, slackBody } from './helpers/signed-request.ts';
import { temporaryDirectory } from './helpers/temporary-directory.ts';
import { channels, users } from './sandbox/slack/seed.ts';

const packageJson = JSON.parse(readFileSync('package.json', 'utf8'));
const stack = /\bat .*\.ts|^ {4}at /m;

describe('a process without settings', () => {
  it('lists every one that is missing, with where to get it, and exits with 1', async () => {
    const { code, stderr } = await startMain({}).ended;
    expect(code).toBe(1);
    for (const variable of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']) {
      expect(stderr).toMatch(new RegExp(`${variable} is missing\n {4}\\S`));
    }
    expect(stderr).toContain('SLACK_SIGNING_SECRET');
    expect(stderr).not.toMatch(stack);
  });
});

describe('a process with every setting wrong', () => {
  it('says what to do about each, exits with 1, and shows nothing of what they hold', async () => {
    const wrong = {
      SLACK_BOT_TOKEN: 'wrong-bot-token',
      SLACK_CLIENT_ID: 'wrong client id',
      SLACK_CLIENT_SECRET: 'wrong',
      SLACK_APP_TOKEN: 'wrong-app-token',
      SLACK_SIGNING_SECRET: 'wrong',
      PUBLIC_URL: 'https://wrong:password@example.com/?wrong#wrong',
      SLACK_API_URL: 'http://slack.example.com/api/',
      PIPER_API_URL: 'http://piper.example.com',
      PIPER_TOKEN: 'wrong-platform-token',
      DATABASE_URL: 'postgres://piper:12#wrong-password@db.example/piper',
      ENCRYPTION_KEYS: `${Buffer.alloc(32, 'wrong').toString('base64url')}:wrong-name`,
      HTTPS_PROXY: 'wrong:proxy',
      http_proxy: 'http://wrong%zz@proxy.example',
    };
    const { code, stdout, stderr } = await startMain(wrong).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    for (const variable of Object.keys(wrong)) {
      expect(stderr).toMatch(new RegExp(`^  ${variable} [a-z' ]+.*\n {4}\\S`, 'm'));
    }
    expect(stderr).not.toContain('wrong');
    expect(stderr).not.toContain(wrong.ENCRYPTION_KEYS.slice(0, 6));
    expect(stderr).not.toMatch(stack);
  });
});

describe('a process whose .env cannot be read', () => {
  it('says so, and exits with 1', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, '.env'));
    const { code, stderr } = await startMain({}, { cwd }).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        "piper-invite can't start.\n.env can't be read. Make it a file that piper-invite may read, or take it away.\n",
    });
  });
});

describe('a version of Node', () => {
  const start = (version: string) => {
    const file = join(temporaryDirectory(), 'version.cjs');
    const versions = `{ ...process.versions, node: '${version}' }`;
    writeFileSync(file, `Object.defineProperty(process, 'versions', { value: ${versions} })`);
    const [program, ...args] = String(packageJson.scripts.start).split(' ');
    expect(program).toBe('node');
    return spawnSync(process.execPath, ['--require', file, ...args, 'help'], {
      encoding: 'utf8',
      env: {},
    });
  };

  it.each(['18.20.8', '20.20.2', '22.18.0'])('that is too old is told: %s', (version) => {
    const { status, stderr } = start(version);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `piper-invite can't start.\nThis is Node ${version}. Install Node 22.19 or later from https://nodejs.org, or use the Dockerfile.\n`,
    });
  });

  it.each(['22.19.0', '24.0.0', '100.0.0'])('that is new enough goes on: %s', (version) => {
    expect(start(version).stderr).toContain('SLACK_BOT_TOKEN is missing');
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
    expect(stderr).not.toMatch(stack);
  });
});

describe('a process with its settings in .env', () => {
  it('starts, invites, lets what is under way finish on SIGTERM, exits with 0, and keeps compiled code where nobody else can change it', async () => {
    const { slack, piper, env } = await outsideOfProcess();
    const cwd = temporaryDirectory();
    const lines = Object.entries(env).map(([variable, value]) => `${variable}=${value}`);
    writeFileSync(join(cwd, '.env'), lines.join('\n'));

    const [shared, cache] = [temporaryDirectory(), temporaryDirectory()];
    const main = startMain({ TMPDIR: shared, XDG_CACHE_HOME: cache }, { cwd, from: program });
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
    expect(readdirSync(shared)).toEqual([]);
    expect(readdirSync(join(cache, 'piper-invite'))).toHaveLength(1);
    for (const secret of [env.SLACK_BOT_TOKEN, env.SLACK_SIGNING_SECRET, env.PIPER_TOKEN]) {
      expect(stdout).not.toContain(secret);
    }
  });

  it('answers a request whose second half comes long after SIGTERM', async () => {
    const { env } = await outsideOfProcess();
    const main = startMain(env);
    const url = new URL(await main.ready);
    const { text, contentType } = slackBody('command', commandFields('help'));
    const { timestamp, signature } = signatureOf(text, { secret: env.SLACK_SIGNING_SECRET });
    const socket = connect(Number(url.port), url.hostname);
    const head = [
      'POST /slack/events HTTP/1.1',
      `Host: ${url.host}`,
      `Content-Type: ${contentType}`,
      `Content-Length: ${text.length}`,
      `X-Slack-Request-Timestamp: ${timestamp}`,
      `X-Slack-Signature: ${signature}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${text.slice(0, 20)}`);
    await once(socket, 'connect');
    await wait(100);
    main.kill('SIGTERM');
    await wait(webServer.closeTimeout + 500);
    socket.write(text.slice(20));
    expect(Buffer.concat(await socket.toArray()).toString()).toMatch(/^HTTP\/1.1 200/);
    expect(await main.ended).toMatchObject({ code: 0, stderr: '' });
  });
});
