import { LogLevel } from '@slack/bolt';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boltLogger, removeSecrets } from '../src/logger.ts';
import { withReference } from '../src/utils/request-reference.ts';
import { keptLog } from './helpers/log-lines.ts';

describe('a log line', () => {
  it('is JSON with the level in words and the time in ISO form', () => {
    const { log, lines } = keptLog();
    log.warn({ userId: 'U1' }, 'invitation failed');
    expect(lines()).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        userId: 'U1',
        msg: 'invitation failed',
      },
    ]);
  });

  it('has the reference of its request, where there is one', () => {
    const { log, lines } = keptLog();
    withReference('7f3k2q', () => log.info('inside'));
    log.info('outside');
    expect(lines().map(({ ref }) => ref)).toEqual(['7f3k2q', undefined]);
  });

  it('is not written below the level', () => {
    const { log, text } = keptLog({ level: 'warn' });
    log.info('nothing');
    expect(text()).toBe('');
    const silent = keptLog({ level: 'silent' });
    silent.log.fatal('nothing');
    expect(silent.text()).toBe('');
  });
});

describe('a secret', () => {
  const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';

  /** Every place in a line where something may stand. */
  const places: [string, (log: ReturnType<typeof keptLog>['log'], secret: string) => void][] = [
    ['the message', (log, secret) => log.info(`before ${secret} behind`)],
    ['a value', (log, secret) => log.info({ anything: secret }, 'x')],
    ['a deep value', (log, secret) => log.info({ a: [{ b: { c: [`x ${secret}`] } }] }, 'x')],
    ['a key', (log, secret) => log.info({ [secret]: 1 }, 'x')],
    ['an error', (log, secret) => log.error({ err: new Error(`no ${secret}`) }, 'x')],
    [
      'the cause of an error',
      (log, secret) =>
        log.error({ err: new Error('x', { cause: new Error(`bad ${secret}`) }) }, 'x'),
    ],
    [
      'the code of an error',
      (log, secret) => log.error({ err: Object.assign(new Error('x'), { code: secret }) }, 'x'),
    ],
    ['a line of its own', (log, secret) => log.info(`before\n${secret}\nbehind`)],
    ['JSON in a string', (log, secret) => log.info(JSON.stringify({ text: secret }))],
    ['a bound field', (log, secret) => log.child({ anything: secret }).info('x')],
  ];
  const shaped = [
    'pat_9sKd83_kfj-2',
    'pat_9sKd83.kfj~2/x+y==',
    'xoxb-123-456-AbC',
    'xoxp-123-456-AbC',
    'xoxe.xoxp-1-Mi0yLTE',
    'xapp-1-A024-123-abcdef',
    signingSecret,
  ];

  it.each(places.flatMap(([place, put]) => shaped.map((secret) => [secret, place, put] as const)))(
    '%s is taken out of %s',
    (secret, _, put) => {
      const { log, text, lines } = keptLog({ secrets: [signingSecret] });
      put(log, secret);
      expect(text()).not.toContain(secret);
      expect(text()).toContain('[secret]');
      expect(lines()).toHaveLength(1);
    },
  );

  it('is taken out behind Bearer, whatever its shape', () => {
    const { log, text } = keptLog();
    log.info('authorization: Bearer eyJhbGciOi.abc/def+x=, then more');
    expect(text()).not.toContain('eyJhbGciOi');
    expect(text()).not.toContain('def+x');
    expect(text()).toContain('then more');
  });

  it('is taken out of a response URL, which anybody could post to', () => {
    const { log, text } = keptLog();
    log.info({ url: 'https://hooks.slack.com/commands/T1/2/abcDEF' }, 'x');
    expect(text()).toContain('https://hooks.slack.com/[secret]');
    expect(text()).not.toContain('abcDEF');
  });

  it.each([
    ...['token', 'Authorization', 'authorization', 'client_secret', 'signingSecret', 'api_key'],
    ...['botToken', 'appToken', 'bot_token', 'response_url', 'password', 'secret'],
  ])('is taken out where it is called %s, at any depth', (key) => {
    const { log, text, lines } = keptLog();
    log.info({ [key]: 'plain-words', a: { b: [{ [key]: 'say "hi" \\ bye' }] } }, 'x');
    expect(text()).not.toContain('plain-words');
    expect(text()).not.toContain('hi');
    expect(lines()[0]).toMatchObject({ [key]: '[secret]', a: { b: [{ [key]: '[secret]' }] } });
  });

  it('is taken out where it is called so in JSON inside of a message', () => {
    const { log, text } = keptLog();
    log.info(`body: ${JSON.stringify({ token: 'plain-words', deep: { password: 'open-up' } })}`);
    expect(text()).not.toContain('plain-words');
    expect(text()).not.toContain('open-up');
  });

  it('is taken out where JSON spells it otherwise, as it does quotes and backslashes', () => {
    const { log, text } = keptLog({ secrets: ['a"b\\c\nd'] });
    log.info({ anything: 'x a"b\\c\nd y' }, 'x');
    expect(text()).toContain('"x [secret] y"');
  });

  it('leaves words alone that only sound like one', () => {
    const line =
      '{"msg":"the token was refused","variable":"PIPER_TOKEN","tokens":"3","path":"spat_la","bearer":"x"}\n';
    expect(removeSecrets(line, [])).toBe(line);
  });

  it('never breaks the line that it is taken out of', () => {
    const anything = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('token', 'password', 'response_url')),
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('pat_abc', 'xoxb-1', 'Bearer a"b\\c', 'https://hooks.slack.com/a/b"'),
        fc.jsonValue({ maxDepth: 2 }),
      ),
    );
    fc.assert(
      fc.property(anything, (fields) => {
        const { log, lines } = keptLog();
        log.info({ fields }, 'x');
        expect(lines()).toHaveLength(1);
        expect(lines()[0]?.msg).toBe('x');
      }),
    );
  });
});

describe('an e-mail address', () => {
  it.each([
    'ada@example.com',
    'ada.lovelace+x@mail.example.co.uk',
    'ädà@exämple.com',
    'ada@localhost',
    '"ada lovelace"@example.com',
    'ada%40example.com',
    `${'a'.repeat(64)}@example.com`,
  ])('is taken out of whatever is logged: %s', (each) => {
    const { log, text } = keptLog();
    log.error({ err: new Error(`Key (address)=(${each}) already exists.`) }, `no ${each}`);
    log.warn({ failure: { detail: `${each}\n${each} is a member` } }, 'x');
    expect(text()).not.toMatch(/ada|ädà|aaa|lovelace|ex[aä]mple|localhost/);
    expect(text()).toContain('Key (address)=([address]) already exists.');
    expect(text()).toContain('no [address]');
  });

  it('is not seen in the path of a package, or in a mention', () => {
    const text = 'at node_modules/@slack/bolt/dist/App.js:1:2, <@U024BE7LH>, @here';
    expect(removeSecrets(text, [])).toBe(text);
  });

  it.each(['a', 'a@', '"a', '"a"', 'a%40'])(
    'is looked for in a time that grows no faster than the text: %j',
    (part) => {
      const started = performance.now();
      removeSecrets(part.repeat(200_000 / part.length), []);
      expect(performance.now() - started).toBeLessThan(1_000);
    },
  );
});

describe('an error', () => {
  const failed = (about: object) =>
    Object.assign(new Error('it failed', { cause: new TypeError('because of this') }), about);

  it('is logged with its words, place, codes and causes', () => {
    const { log, lines } = keptLog();
    const codes = { code: '23505', constraint: 'batches_submission_key', statusCode: 500 };
    log.error({ err: failed(codes) }, 'x');
    expect(lines()[0]?.err).toEqual({
      type: 'Error',
      message: 'it failed',
      stack: expect.stringContaining('logger.test.ts'),
      ...codes,
      cause: expect.objectContaining({ type: 'TypeError', message: 'because of this' }),
    });
  });

  it.each([
    ['of PostgreSQL', { detail: 'Key (name)=(Private Words)', where: 'Private Words' }],
    ["of Slack's client", { data: { error: 'x', view: 'Private Words' } }],
    ['of undici', { body: 'Private Words', headers: ['x', 'Private Words'] }],
    ['of zod', { input: 'Private Words', issues: [{ input: 'Private Words' }] }],
    ['with a code that is no code', { code: { text: 'Private Words' } }],
  ])('is logged without what it was about: one %s', (_, about) => {
    const { log, text } = keptLog();
    log.error({ err: failed(about) }, 'x');
    log.error({ err: new Error('x', { cause: failed(about) }) }, 'x');
    log.error({ err: new AggregateError([failed(about)], 'x') }, 'x');
    expect(text().match(/it failed/g)?.length).toBeGreaterThanOrEqual(3);
    expect(text()).not.toContain('Private Words');
  });

  it('may be anything that was thrown, and turn in a circle', () => {
    const { log, lines } = keptLog();
    const circle = new Error('round');
    circle.cause = circle;
    for (const err of [circle, 'words', 7, undefined, null, { text: 'Private Words' }]) {
      log.error({ err }, 'x');
    }
    expect(lines()).toHaveLength(6);
    expect(JSON.stringify(lines())).not.toContain('Private Words');
    expect(lines()[1]?.err).toEqual({ type: 'string', message: 'words' });
  });
});

describe("Bolt's logger", () => {
  it('writes into the same log, its debug lines as trace', () => {
    const { log, lines } = keptLog();
    const logger = boltLogger(log);
    logger.debug('d');
    logger.info('i');
    logger.warn('w');
    logger.error('e');
    expect(lines().map(({ level, msg }) => [level, msg])).toEqual([
      ['trace', 'd'],
      ['info', 'i'],
      ['warn', 'w'],
      ['error', 'e'],
    ]);
  });

  it('takes words, objects and errors in any order', () => {
    const { log, lines } = keptLog();
    boltLogger(log).error('it failed:', { status: 500 }, new TypeError('broken'));
    boltLogger(log).error(new TypeError('alone'));
    boltLogger(log).warn();
    expect(lines()).toMatchObject([
      {
        msg: 'it failed:',
        details: [{ status: 500 }],
        err: { type: 'TypeError', message: 'broken' },
      },
      { msg: 'alone', err: { message: 'alone' } },
      { level: 'warn', msg: '' },
    ]);
  });

  it('keeps quiet below the level, and does not even read what it is given', () => {
    const { log, text } = keptLog({ level: 'info' });
    let isRead = false;
    boltLogger(log).debug({
      toJSON: () => {
        isRead = true;
      },
    });
    expect(text()).toBe('');
    expect(isRead).toBe(false);
  });

  it('never throws on what cannot be written', () => {
    const { log, lines } = keptLog();
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const logger = boltLogger(log);
    expect(() => {
      logger.debug('circular', circular);
      logger.debug('big', 1n);
      logger.debug('nothing', undefined, null, Symbol('x'), () => {});
    }).not.toThrow();
    expect(lines()).toHaveLength(3);
  });

  it('takes secrets out of the objects that it is given', () => {
    const { log, text } = keptLog();
    boltLogger(log).debug('body', {
      token: 'verification-words',
      response_url: 'https://hooks.slack.com/commands/T1/2/abcDEF',
    });
    expect(text()).not.toContain('verification-words');
    expect(text()).not.toContain('abcDEF');
  });

  it("does not let Bolt set the process's level", () => {
    const { log, text } = keptLog({ level: 'info' });
    const logger = boltLogger(log);
    logger.setLevel(LogLevel.DEBUG);
    logger.setName('x');
    logger.debug('nothing');
    expect(text()).toBe('');
    expect(logger.getLevel()).toBe(LogLevel.INFO);
    expect(boltLogger(keptLog({ level: 'trace' }).log).getLevel()).toBe(LogLevel.DEBUG);
  });
});
