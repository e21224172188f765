import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keysOf } from '../helpers/cli.ts';
import { outsideOfProcess, startMain } from '../helpers/main-process.ts';

/** What a process logged, line by line. */
const lines = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a process that serves', () => {
  it('stops once, however often it is told to', async () => {
    const { piper, env } = await outsideOfProcess();
    const main = startMain(env);
    await main.ready;
    piper.change({ type: 'latency', latency: 200 });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGTERM'] as const) main.kill(signal);
    const { code, stdout, stderr } = await main.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines(stdout).filter(({ msg }) => msg === 'stopped')).toHaveLength(1);
  });

  it('ends at once when it is told to while it waits for the database', async () => {
    const { env } = await outsideOfProcess();
    const silent = createNetServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      silent.close();
    });
    const { port } = silent.address() as AddressInfo;
    const main = startMain({
      ...env,
      DATABASE_URL: `postgres://127.0.0.1:${port}/piper?sslmode=disable`,
      ENCRYPTION_KEYS: keysOf('a'),
    });
    await once(silent, 'connection');
    main.kill('SIGTERM');
    // What no listener ends has no exit code, and as the first process of a container doesn't end.
    expect(await main.ended).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['Promise.reject(failure)'],
    ['setImmediate(() => { throw failure; })'],
    ["process.emit('unhandledRejection', failure); Promise.reject(failure)"],
  ])(
    'logs a failure that nobody handles, lets what is under way finish, and ends with 1: %s',
    async (fails) => {
      const { env } = await outsideOfProcess();
      const main = startMain(env, {
        before: `process.once('SIGUSR2', () => {
          const failure = Object.assign(new Error('nobody handles it'), { address: 'ada' });
          ${fails};
        })`,
      });
      await main.ready;
      main.kill('SIGUSR2');
      const { code, stdout, stderr } = await main.ended;
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(lines(stdout).find(({ level }) => level === 'fatal')).toMatchObject({
        err: { message: 'nobody handles it' },
        msg: 'a failure that nothing handles',
      });
      expect(lines(stdout).at(-1)).toMatchObject({ msg: 'stopped' });
      expect(stdout).not.toContain('"ada"');
    },
  );

  it('says why it cannot start, such as a port that is taken, and ends with 1', async () => {
    const { env } = await outsideOfProcess();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      other.close();
    });
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await startMain({ ...env, PORT: `${port}` }).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `piper-invite can't start.\nPORT ${port} is taken by another process. Stop that one, or set another PORT.\n`,
    });
  });

  it('says that it broke off where nobody can know why, and logs the rest', async () => {
    const { env } = await outsideOfProcess();
    const { code, stdout, stderr } = await startMain(
      { ...env, LOG_LEVEL: 'silent' },
      {
        before: `import { Server } from 'node:http';
          Server.prototype.listen = () => { throw new TypeError('a mistake with ${env.PIPER_TOKEN}'); };`,
      },
    ).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        "piper-invite can't start.\nIt broke off for a reason that it doesn't know (a mistake with [secret]). The log has the details, for a report of the mistake.\n",
    });
    expect(lines(stdout).at(-1)).toMatchObject({
      level: 'fatal',
      err: { type: 'TypeError', stack: expect.stringMatching(/\.(ts|mjs):/) },
    });
    expect(stdout).not.toContain(env.PIPER_TOKEN);
  });
});

describe('a process on whose database another one works', () => {
  it('says so, and ends with 1, whether it would serve or carry out a command', async () => {
    const { env } = await outsideOfProcess();
    await startMain(env).ready;
    const others = [startMain(env), startMain(env, { args: ['verify-audit'] })];
    const [served, command] = await Promise.all(others.map(({ ended }) => ended));
    expect([served, command]).toMatchObject([
      { code: 1, stdout: '' },
      { code: 1, stdout: '' },
    ]);
    expect(served?.stderr).toMatch(/^piper-invite can't start\.\n.*another process/is);
    expect(command?.stderr).toMatch(/^(?!piper-invite can't start).*another process/is);
    for (const each of [served, command]) expect(each?.stderr).not.toMatch(/\bat .*\.ts/);
  });
});

describe('the log on a terminal', () => {
  const onTerminal = 'process.stdout.isTTY = true;';

  it('is written for people', async () => {
    const { env } = await outsideOfProcess();
    const main = startMain(env, { before: onTerminal });
    await main.ready;
    main.kill('SIGINT');
    const { code, stdout } = await main.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d\d:\d\d:\d\d.* INFO.*ready/);
  });

  it('is as elsewhere where pino-pretty is not installed', async () => {
    const { env } = await outsideOfProcess();
    const main = startMain(env, {
      before: `${onTerminal}
        import { registerHooks } from 'node:module';
        registerHooks({
          resolve(name, context, next) {
            if (name === 'pino-pretty') throw new Error('not installed');
            return next(name, context);
          },
        });`,
    });
    await main.ready;
    main.kill('SIGINT');
    const { code, stdout } = await main.ended;
    expect(code).toBe(0);
    expect(lines(stdout).at(-1)).toMatchObject({ level: 'info', msg: 'stopped' });
  });
});
