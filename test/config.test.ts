import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Config, type ConfigProblem, parseConfig } from '../src/config.ts';

const socket = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
  SLACK_APP_TOKEN: 'xapp-1-A-2-abc',
};
const fixed = {
  PIPER_TOKEN: 'pat_abc',
  PIPER_ORG_ID: '6f1c1f0e-8a55-4a0c-9d4e-1b1a7d0c2f11',
};
const many = {
  SLACK_CLIENT_ID: '123.456',
  SLACK_CLIENT_SECRET: 'a-client-secret',
  PUBLIC_URL: 'https://invite.example/',
  SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
};
const key = (name: string) => `${name}:${Buffer.alloc(32, name).toString('base64url')}`;
const database = {
  DATABASE_URL: 'postgres://piper:secret@db.example/piper',
  ENCRYPTION_KEYS: `${key('b')},${key('a')}`,
};
const { SLACK_APP_TOKEN: _, ...withoutConnection } = socket;
const http = { ...withoutConnection, SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };

const { ENCRYPTION_KEYS } = database;

function configOf(environment: Record<string, string | undefined>): Config {
  const config = parseConfig(environment);
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return config.value;
}

function problemsOf(environment: Record<string, string | undefined>): ConfigProblem[] {
  const config = parseConfig(environment);
  return config.ok ? [] : config.error;
}

const told = (environment: Record<string, string | undefined>) =>
  problemsOf(environment).map(({ variable, problem }) => `${variable} ${problem}`);

/** Variables that the schema names, read from its source. */
const known = [
  ...new Set(
    [
      ...readFileSync(new URL('../src/config.ts', import.meta.url), 'utf8').matchAll(
        /^ {4}([A-Z][A-Z_]+): (?!$)(?!['"`])/gm,
      ),
    ].map(([, variable]) => String(variable)),
  ),
];
const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');

describe('the least settings', () => {
  it('are enough, with Socket Mode', () => {
    expect(configOf(socket)).toEqual({
      slack: {
        apiUrl: 'https://slack.com/api/',
        connection: { mode: 'socket', appToken: 'xapp-1-A-2-abc' },
        app: { kind: 'one', botToken: 'xoxb-1-2-abc' },
      },
      piper: { apiUrl: 'https://api.letpiper.com', concurrency: 4 },
      inviteAdmins: [],
      storage: { location: { kind: 'sqlite', directory: './data' } },
      port: 3000,
      host: '0.0.0.0',
      logLevel: 'info',
    });
  });

  it('are enough, by HTTP', () => {
    expect(configOf(http).slack.connection).toEqual({
      mode: 'http',
      signingSecret: http.SLACK_SIGNING_SECRET,
    });
  });

  it('may name the one connection', () => {
    expect(configOf({ ...socket, ...fixed }).piper.fixed).toEqual({
      token: 'pat_abc',
      organizationId: '6f1c1f0e-8a55-4a0c-9d4e-1b1a7d0c2f11',
    });
    expect(told({ ...socket, PIPER_TOKEN: 'pat_abc' })).toEqual(['PIPER_ORG_ID is missing']);
    expect(told({ ...socket, PIPER_ORG_ID: 'acme' })).toEqual(['PIPER_TOKEN is missing']);
  });

  it('let the app be installed into many workspaces', () => {
    expect(configOf(many).slack.app).toEqual({
      kind: 'many',
      clientId: '123.456',
      clientSecret: 'a-client-secret',
      publicUrl: 'https://invite.example',
    });
  });

  it('are either for one workspace or for many', () => {
    expect(told({ ...many, ...socket })).toEqual([
      "SLACK_BOT_TOKEN can't be set together with SLACK_CLIENT_ID",
    ]);
    expect(told({ ...many, ...fixed })).toEqual([
      "PIPER_TOKEN can't be set together with SLACK_CLIENT_ID",
    ]);
    const { SLACK_CLIENT_ID, SLACK_SIGNING_SECRET } = many;
    expect(told({ SLACK_CLIENT_ID, SLACK_SIGNING_SECRET })).toEqual([
      'SLACK_CLIENT_SECRET is missing',
      'PUBLIC_URL is missing',
    ]);
  });

  it('put the storage into PostgreSQL', () => {
    const { location, encryptionKeys } = configOf({ ...socket, ...database }).storage;
    expect(location).toEqual({ kind: 'postgres', url: database.DATABASE_URL });
    expect(encryptionKeys?.map(({ id }) => id)).toEqual(['b', 'a']);
    const { DATABASE_URL } = database;
    expect(told({ ...socket, DATABASE_URL })).toEqual(['ENCRYPTION_KEYS is missing']);
  });

  it('connect by Socket Mode where both are there', () => {
    expect(configOf({ ...http, ...socket }).slack.connection.mode).toBe('socket');
  });
});

describe('a setting', () => {
  it('counts as absent where it is blank', () => {
    const blank = Object.fromEntries(
      known
        .filter((variable) => !(variable in socket))
        .map((variable, at) => [variable, at % 2 === 0 ? '' : ' \t']),
    );
    expect(configOf({ ...socket, ...blank })).toEqual(configOf(socket));
    expect(configOf({ ...http, SLACK_APP_TOKEN: ' ' }).slack.connection.mode).toBe('http');
    expect(told({ ...socket, SLACK_BOT_TOKEN: '  ' })).toEqual(['SLACK_BOT_TOKEN is missing']);
  });

  it('may have spaces and line ends around it', () => {
    const padded = Object.fromEntries(
      Object.entries(socket).map(([variable, value]) => [variable, ` ${value}\r\n`]),
    );
    expect(configOf(padded)).toEqual(configOf(socket));
  });

  it.each([
    ['https://slack.example/api', 'https://slack.example/api/'],
    ['https://slack.example/api/', 'https://slack.example/api/'],
    ['https://slack.example/api///', 'https://slack.example/api/'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000/'],
  ])('SLACK_API_URL %s is %s', (url, apiUrl) => {
    expect(configOf({ ...socket, SLACK_API_URL: url }).slack.apiUrl).toBe(apiUrl);
  });

  it.each([
    ['https://piper.example', 'https://piper.example'],
    ['https://piper.example/', 'https://piper.example'],
    ['https://piper.example/base//', 'https://piper.example/base'],
  ])('PIPER_API_URL %s is %s', (url, apiUrl) => {
    expect(configOf({ ...socket, PIPER_API_URL: url }).piper.apiUrl).toBe(apiUrl);
  });

  it.each([
    ['U024BE7LH', ['U024BE7LH']],
    ['U024BE7LH,W0G9QF9C6', ['U024BE7LH', 'W0G9QF9C6']],
    [' U024BE7LH ; U0G9QF9C6 ,, U0 U1', undefined],
    ['U024BE7LH U0G9QF9C6\tU0A1;', ['U024BE7LH', 'U0G9QF9C6', 'U0A1']],
  ])('PIPER_INVITE_ADMINS %j is %j', (list, inviteAdmins) => {
    const config = parseConfig({ ...socket, PIPER_INVITE_ADMINS: list });
    expect(config.ok ? config.value.inviteAdmins : undefined).toEqual(inviteAdmins);
  });

  it.each([
    ['0', 0],
    ['8080', 8080],
    ['65535', 65535],
  ])('PORT %s is %d', (text, port) => {
    expect(configOf({ ...socket, PORT: text }).port).toBe(port);
  });

  it.each([1, 32])('PIPER_CONCURRENCY may be %d', (concurrency) => {
    const config = configOf({ ...socket, PIPER_CONCURRENCY: String(concurrency) });
    expect(config.piper.concurrency).toBe(concurrency);
  });

  it.each(['trace', 'debug', 'info', 'warn', 'error', 'silent'])(
    'LOG_LEVEL may be %s',
    (logLevel) => {
      expect(configOf({ ...socket, LOG_LEVEL: logLevel }).logLevel).toBe(logLevel);
    },
  );

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1', "doesn't start with xoxb-"],
    ['SLACK_BOT_TOKEN', 'xoxb-a b', undefined],
    ['SLACK_APP_TOKEN', 'xoxb-1', "doesn't start with xapp-"],
    ['SLACK_SIGNING_SECRET', 'short', 'is too short'],
    ['PIPER_TOKEN', 'abc', "doesn't start with pat_"],
    ['PIPER_ORG_ID', 'acme robotics', "isn't an organization ID"],
    ['PIPER_ORG_ID', '../x', "isn't an organization ID"],
    ['SLACK_API_URL', 'slack.com/api', "isn't an http(s) URL"],
    ['SLACK_API_URL', 'ftp://slack.com', "isn't an http(s) URL"],
    ['PIPER_API_URL', 'api.letpiper.com', "isn't an http(s) URL"],
    ['PIPER_API_URL', 'file:///etc', "isn't an http(s) URL"],
    ['PIPER_INVITE_ADMINS', 'alice', "isn't a list of Slack user IDs"],
    ['PIPER_INVITE_ADMINS', '@alice, U024BE7LH', "isn't a list of Slack user IDs"],
    ['DATABASE_URL', 'mysql://db.example/piper', "isn't a postgres:// URL"],
    ['ENCRYPTION_KEYS', 'a:short', undefined],
    ['ENCRYPTION_KEYS', 'no-key', undefined],
    ['PIPER_CONCURRENCY', '0', "isn't a number from 1 to 32"],
    ['PIPER_CONCURRENCY', '33', "isn't a number from 1 to 32"],
    ['PIPER_CONCURRENCY', 'four', "isn't a number from 1 to 32"],
    ['PORT', 'http', "isn't a port"],
    ['PORT', '-1', "isn't a port"],
    ['PORT', '65536', "isn't a port"],
    ['PORT', '80.5', "isn't a port"],
    ['LOG_LEVEL', 'loud', "isn't a log level"],
  ])('%s is refused where it is %j', (variable, value, problem) => {
    const problems = problemsOf({ ...socket, ...fixed, ENCRYPTION_KEYS, [variable]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.variable).toBe(variable);
    if (problem) expect(problems[0]?.problem).toBe(problem);
  });

  it('is not said to lack a beginning that it has', () => {
    const untouched = { SLACK_BOT_TOKEN: 'xoxb-', SLACK_APP_TOKEN: 'xapp-', PIPER_TOKEN: 'pat_' };
    const problems = told({ ...socket, ...fixed, ...untouched });
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).not.toContain("doesn't start with");
  });
});

describe('settings with several mistakes', () => {
  it('are told all of them at once, each once, with the remedy', () => {
    expect(told({})).toEqual(['SLACK_BOT_TOKEN is missing', 'SLACK_APP_TOKEN is missing']);
    const wrong = {
      SLACK_BOT_TOKEN: 'x',
      SLACK_APP_TOKEN: 'x',
      SLACK_SIGNING_SECRET: 'x',
      SLACK_API_URL: 'x',
      PIPER_TOKEN: 'x',
      PIPER_ORG_ID: '?',
      PIPER_API_URL: 'x',
      PIPER_CONCURRENCY: 'x',
      PIPER_INVITE_ADMINS: 'x, y',
      PORT: 'x',
      LOG_LEVEL: 'x',
    };
    const problems = problemsOf(wrong);
    expect(problems.map(({ variable }) => variable).sort()).toEqual(Object.keys(wrong).sort());
    for (const { variable, remedy } of problems) {
      expect(remedy, variable).toMatch(/\w+ .*\w+/);
    }
  });

  it('name the way by HTTP, too, where no connection is set', () => {
    const [problem] = problemsOf(withoutConnection);
    expect(problem?.variable).toBe('SLACK_APP_TOKEN');
    expect(problem?.remedy).toContain('SLACK_SIGNING_SECRET');
  });

  it('show no secret in what they tell', () => {
    const text = JSON.stringify(problemsOf({ SLACK_BOT_TOKEN: 'oops-secret', PORT: 'x' }));
    expect(text).not.toContain('oops-secret');
  });
});

describe('any environment', () => {
  it('is read or refused with remedies, without a throw', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '',
        ' ',
        ...Object.values({ ...socket, ...fixed, ...many, ...database }),
        '0',
        'https://x.example/',
        'U024BE7LH',
      ),
      fc.constant(undefined),
    );
    const environment = fc.oneof(
      fc.dictionary(fc.constantFrom(...known), value),
      fc.dictionary(fc.string(), value),
    );
    fc.assert(
      fc.property(environment, (env) => {
        const config = parseConfig(env);
        if (config.ok) return;
        expect(config.error.length).toBeGreaterThan(0);
        for (const { variable, problem, remedy } of config.error) {
          expect(known).toContain(variable);
          expect(problem).toMatch(/^(is|isn't|doesn't|has|can't) /);
          expect(remedy).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('.env.example', () => {
  it('names exactly the settings that there are', () => {
    const named = [...example.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, variable]) => variable);
    expect(known).toContain('SLACK_BOT_TOKEN');
    expect(known).toContain('HOST');
    expect(named.toSorted()).toEqual(known.toSorted());
  });

  it('works as soon as what it leaves open is filled in', () => {
    const lines = [...example.matchAll(/^([A-Z][A-Z_]+)=(.*)$/gm)];
    const filled = Object.fromEntries(
      lines.map(([, variable, value]) => [variable, `${value}filled-in`]),
    );
    expect(configOf(filled).slack.connection.mode).toBe('socket');
  });

  it('gives the defaults that hold', () => {
    const optional = Object.fromEntries(
      [...example.matchAll(/^# ([A-Z][A-Z_]+)=(.+)$/gm)].map(([, variable, value]) => [
        String(variable),
        value,
      ]),
    );
    const defaults = Object.fromEntries(
      [
        ...['DATA_DIR', 'PORT', 'HOST', 'LOG_LEVEL'],
        ...['SLACK_API_URL', 'PIPER_API_URL', 'PIPER_CONCURRENCY'],
      ].map((variable) => [variable, optional[variable]]),
    );
    expect(Object.values(defaults)).not.toContain(undefined);
    expect(configOf({ ...socket, ...defaults })).toEqual(configOf(socket));
  });
});
