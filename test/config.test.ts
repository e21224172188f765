import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Config, type ConfigProblem, parseConfig, secretsOf } from '../src/config.ts';

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
      storage: { location: { kind: 'sqlite', directory: './data' }, directory: './data' },
      retention: { invitesDays: 400, recordDays: 2_557, uninstalledDays: 30 },
      port: 3000,
      host: '0.0.0.0',
      logLevel: 'info',
      warnings: [],
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

  it('name people with their workspace where there are many', () => {
    expect(told({ ...many, PIPER_INVITE_ADMINS: 'T024BE7LG/U024BE7LH,U024BE7LH' })).toEqual([
      'PIPER_INVITE_ADMINS has a user ID without its workspace',
    ]);
    const named = configOf({ ...many, PIPER_INVITE_ADMINS: 'T024BE7LG/U024BE7LH' });
    expect(named.inviteAdmins).toEqual([{ teamId: 'T024BE7LG', userId: 'U024BE7LH' }]);
  });

  it('put the storage into PostgreSQL', () => {
    const { location, encryptionKeys } = configOf({ ...socket, ...database }).storage;
    expect(location).toEqual({ kind: 'postgres', url: database.DATABASE_URL });
    expect(encryptionKeys?.map(({ id }) => id)).toEqual(['b', 'a']);
    const { DATABASE_URL } = database;
    expect(told({ ...socket, DATABASE_URL })).toEqual(['ENCRYPTION_KEYS is missing']);
  });

  it('say where metrics can be read, and by whom', () => {
    const metricsOf = (more: object) => configOf({ ...socket, ...more }).metrics;
    const METRICS_TOKEN = 'a-token-for-metrics';
    expect(metricsOf({})).toBeUndefined();
    expect(metricsOf({ METRICS_PORT: '9464' })).toEqual({
      listen: { port: 9464, host: '127.0.0.1' },
    });
    expect(metricsOf({ METRICS_PORT: '0', METRICS_HOST: '::', METRICS_TOKEN })).toEqual({
      listen: { port: 0, host: '::' },
      token: METRICS_TOKEN,
    });
    expect(metricsOf({ METRICS_TOKEN })).toEqual({ token: METRICS_TOKEN });
    expect(told({ ...socket, METRICS_HOST: '::' })).toEqual(['METRICS_PORT is missing']);
    expect(told({ ...socket, METRICS_PORT: 'x' })).toEqual(["METRICS_PORT isn't a port"]);
    expect(told({ ...socket, METRICS_PORT: '3000' })).toEqual(['METRICS_PORT is PORT, too']);
    expect(told({ ...socket, METRICS_TOKEN: 'fifteen-letters' })).toEqual([
      'METRICS_TOKEN is too short',
    ]);
    expect(told({ ...socket, METRICS_TOKEN: 'a token with spaces' })).toEqual([
      'METRICS_TOKEN has a space or another character in it that no header takes',
    ]);
  });

  it('say how many connections a process has to PostgreSQL', () => {
    const connectionsOf = (more: object) =>
      configOf({ ...socket, ...database, ...more }).storage.connections;
    expect(connectionsOf({})).toEqual({ interactive: 5, background: 10 });
    const given = { DATABASE_POOL_INTERACTIVE: '2', DATABASE_POOL_BACKGROUND: '100' };
    expect(connectionsOf(given)).toEqual({ interactive: 2, background: 100 });
    for (const wrong of ['1', '101', '2.5', 'many']) {
      expect(told({ ...socket, DATABASE_POOL_BACKGROUND: wrong })).toEqual([
        "DATABASE_POOL_BACKGROUND isn't a number from 2 to 100",
      ]);
    }
  });

  it('connect by Socket Mode where both are there, with a warning', () => {
    const { slack, warnings } = configOf({ ...http, ...socket });
    expect(slack.connection.mode).toBe('socket');
    expect(warnings).toEqual([
      'SLACK_APP_TOKEN is used, and SLACK_SIGNING_SECRET is not: take away the one that is not meant',
    ]);
  });

  it('may say that browsers come unencrypted, with a warning', () => {
    const warned = (PUBLIC_URL: string) => configOf({ ...many, PUBLIC_URL }).warnings;
    expect(warned('http://invite.example.com')).toEqual([
      "PUBLIC_URL isn't https, so whoever is on the way can take over an installation",
    ]);
    expect(warned('http://127.0.0.1:3000')).toEqual([]);
    expect(warned('https://invite.example.com')).toEqual([]);
  });

  it('may give keys up', () => {
    const { storage } = configOf({ ...socket, ENCRYPTION_KEYS: `${key('b')},a:lost` });
    expect(storage).toMatchObject({ encryptionKeys: [{ id: 'b' }], lostKeys: ['a'] });
    expect(configOf({ ...socket, ENCRYPTION_KEYS: 'a:lost' }).storage).toEqual({
      location: { kind: 'sqlite', directory: './data' },
      directory: './data',
      lostKeys: ['a'],
    });
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

  it("knows Piper's own pages only where they are named, with the organization in their place", () => {
    const at = 'https://app.piper.example/{organization}/settings';
    expect(configOf(socket).piper.appUrl).toBeUndefined();
    expect(configOf({ ...socket, PIPER_APP_URL: `${at}/` }).piper.appUrl).toBe(at);
  });

  it.each([
    'http://localhost:3000',
    'http://127.1.2.3',
    'http://[::1]:3000',
    'http://10.1.2.3',
    'http://172.31.0.1',
    'http://192.168.1.1',
    'http://[fd00::1]',
    'http://piper',
    'http://piper.internal',
    'http://piper.local',
  ])('may name an address unencrypted that is near: %s', (url) => {
    expect(configOf({ ...socket, PIPER_API_URL: url }).piper.apiUrl).toBe(url);
  });

  it.each([
    'http://api.letpiper.com',
    'HTTP://API.LETPIPER.COM',
    'http://1.1.1.1',
    'http://172.32.0.1',
    'http://192.169.1.1',
    'http://[2606:4700::1111]',
    'http://[::ffff:1.1.1.1]',
    'http://localhost.example.com',
    'http://internal.example',
  ])('may send no token unencrypted to an address that is far: %s', (url) => {
    const problem = "isn't https, so that tokens would cross the network for everybody to read";
    expect(told({ ...socket, PIPER_API_URL: url })).toEqual([`PIPER_API_URL ${problem}`]);
    expect(told({ ...socket, SLACK_API_URL: url })).toEqual([`SLACK_API_URL ${problem}`]);
  });

  it.each(['SLACK_API_URL', 'PIPER_API_URL', 'PUBLIC_URL'])(
    '%s is an address and nothing more',
    (variable) => {
      for (const url of [
        'https://x.example/?a=b',
        'https://x.example/?',
        'https://x.example/#',
        'https://user@x.example',
        'https://:pass@x.example',
      ]) {
        expect(told({ ...many, [variable]: url }), url).toEqual([
          `${variable} has a name, a password, a ? or a # in it, where only an address belongs`,
        ]);
      }
    },
  );

  it.each([
    'postgres://u:pass@db.example/piper?sslmode=verify-full',
    'postgresql://u:p%23%25%2F%3F%40@db.example:5432/piper',
    'postgres://u:p@ss@db.example/piper',
    'postgres:///piper?host=/var/run/postgresql',
    'postgres://db.example',
  ])('DATABASE_URL may be %s', (url) => {
    expect(configOf({ ...socket, ...database, DATABASE_URL: url }).storage.location).toEqual({
      kind: 'postgres',
      url,
    });
  });

  it.each([
    'postgres://u:12#34@db.example/piper',
    'postgres://u:12?34@db.example/piper',
    'postgres://u:12/34@db.example/piper',
    'postgres://u:12%zz@db.example/piper',
    'postgres://u:12%ff@db.example/piper',
    'postgres://u%:12@db.example/piper',
  ])('DATABASE_URL may not have a character that reads otherwise: %s', (url) => {
    expect(told({ ...socket, ...database, DATABASE_URL: url })).toEqual([
      'DATABASE_URL has a %, #, /, ? or @ in it that has to be spelled %25, %23, %2F, %3F or %40',
    ]);
  });

  it.each(['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'])(
    '%s is the URL of a proxy',
    (variable) => {
      const set = (url: string) => told({ ...socket, [variable]: url });
      expect(set('http://user:p%40ss@proxy.example:3128')).toEqual([]);
      for (const url of ['proxy.example:3128', 'socks5://proxy.example', '3128']) {
        expect(set(url)).toEqual([`${variable} isn't an http(s) URL`]);
      }
      expect(set('http://user:%zz@proxy.example')).toHaveLength(1);
    },
  );

  it.each([
    ['U024BE7LH', [{ userId: 'U024BE7LH' }]],
    ['U024BE7LH,W0G9QF9C6', [{ userId: 'U024BE7LH' }, { userId: 'W0G9QF9C6' }]],
    [' U024BE7LH ; U0G9QF9C6 ,, U0 U1', undefined],
    ['U024BE7LH U0G9QF9C6\t;', [{ userId: 'U024BE7LH' }, { userId: 'U0G9QF9C6' }]],
    ['T024BE7LG/U024BE7LH', [{ teamId: 'T024BE7LG', userId: 'U024BE7LH' }]],
    ['U024BE7LH/T024BE7LG', undefined],
    ['T024BE7LG/', undefined],
    ['T024BE7LG/T024BE7LG/U024BE7LH', undefined],
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

  it('KEEP_… say for how many days', () => {
    const keep = {
      KEEP_INVITES_DAYS: '35',
      KEEP_RECORD_DAYS: '36500',
      KEEP_UNINSTALLED_DAYS: '2',
    };
    expect(configOf({ ...socket, ...keep }).retention).toEqual({
      invitesDays: 35,
      recordDays: 36_500,
      uninstalledDays: 2,
    });
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
    ['PIPER_APP_URL', 'https://a.example/x|y', 'has a space, <, > or | in it'],
    [
      'PIPER_APP_URL',
      'https://a.example/?x',
      'has a name, a password, a ? or a # in it, where only an address belongs',
    ],
    ['PIPER_INVITE_ADMINS', 'alice', "isn't a list of Slack user IDs"],
    ['PIPER_INVITE_ADMINS', '@alice, U024BE7LH', "isn't a list of Slack user IDs"],
    ['DATABASE_URL', 'mysql://db.example/piper', "isn't a postgres:// URL"],
    ['ENCRYPTION_KEYS', 'a:short', undefined],
    ['ENCRYPTION_KEYS', 'no-key', undefined],
    ['PIPER_CONCURRENCY', '0', "isn't a number from 1 to 32"],
    ['PIPER_CONCURRENCY', '33', "isn't a number from 1 to 32"],
    ['PIPER_CONCURRENCY', 'four', "isn't a number from 1 to 32"],
    ['KEEP_INVITES_DAYS', '34', "isn't a number of days from 35 to 36500"],
    ['KEEP_RECORD_DAYS', '7 years', "isn't a number of days from 35 to 36500"],
    ['KEEP_RECORD_DAYS', '36501', "isn't a number of days from 35 to 36500"],
    ['KEEP_UNINSTALLED_DAYS', '1', "isn't a number of days from 2 to 36500"],
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

const everythingWrong = {
  SLACK_BOT_TOKEN: 'x',
  SLACK_APP_TOKEN: 'x',
  SLACK_SIGNING_SECRET: 'x',
  SLACK_API_URL: 'x',
  PIPER_TOKEN: 'x',
  PIPER_ORG_ID: '?',
  PIPER_API_URL: 'x',
  PIPER_CONCURRENCY: 'x',
  PIPER_INVITE_ADMINS: 'x, y',
  KEEP_INVITES_DAYS: 'x',
  KEEP_RECORD_DAYS: 'x',
  KEEP_UNINSTALLED_DAYS: 'x',
  PORT: 'x',
  LOG_LEVEL: 'x',
  DATABASE_URL: 'x',
  ENCRYPTION_KEYS: 'x',
  HTTPS_PROXY: 'x',
};

describe('settings with several mistakes', () => {
  it('are told all of them at once, each once, with the remedy', () => {
    expect(told({})).toEqual(['SLACK_BOT_TOKEN is missing', 'SLACK_APP_TOKEN is missing']);
    const wrong = everythingWrong;
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

  it('show nothing of a secret in what they tell', () => {
    const secret = fc.constantFrom(
      'SLACK_BOT_TOKEN',
      'SLACK_CLIENT_SECRET',
      'SLACK_APP_TOKEN',
      'SLACK_SIGNING_SECRET',
      'PIPER_TOKEN',
      'DATABASE_URL',
      'ENCRYPTION_KEYS',
      'HTTPS_PROXY',
    );
    const hidden = fc.stringMatching(/^[\w.~+/=-]{6,60}$/);
    const garbage = fc.oneof(
      hidden,
      hidden.map((text) => `${text}:2026-11`),
      fc.tuple(hidden, hidden).map(([one, two]) => `a:${one},b:${two}`),
      fc.tuple(hidden, fc.constantFrom(...'#?/%@: '), hidden).map((parts) => parts.join('')),
      fc
        .tuple(hidden, fc.constantFrom('#', '?', '/', '%zz', '%', '@', ':'), hidden)
        .map((password) => `postgres://piper:${password.join('')}@db.example/piper`),
      hidden.map((text) => `http://proxy:${text}%zz@proxy.example`),
    );
    const fromManyMistakes = problemsOf({ ...everythingWrong, SLACK_CLIENT_ID: ' x ' });
    const always = JSON.stringify([...known, problemsOf(everythingWrong), fromManyMistakes]);
    fc.assert(
      fc.property(secret, garbage, (variable, value) => {
        const said = JSON.stringify(problemsOf({ ...socket, ...database, [variable]: value }));
        for (let at = 0; at + 6 <= value.length; at += 1) {
          const part = value.slice(at, at + 6);
          if (said.includes(part)) expect(always).toContain(part);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the secrets of settings', () => {
  it('are known in every form in which a log may have them', () => {
    const url = 'postgres://piper:p%40ss-1@db.example/piper?password=p%40ss-2';
    const { SLACK_SIGNING_SECRET } = http;
    const METRICS_TOKEN = 'a-token-for-metrics';
    const all = { ...http, ...fixed, ...database, DATABASE_URL: url, METRICS_TOKEN };
    expect(secretsOf(configOf(all))).toEqual([
      http.SLACK_BOT_TOKEN,
      SLACK_SIGNING_SECRET,
      fixed.PIPER_TOKEN,
      METRICS_TOKEN,
      'p%40ss-1',
      'p@ss-1',
      'p@ss-2',
    ]);
  });

  it('can be told of all settings that are accepted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (password) => {
        const DATABASE_URL = `postgres://piper:${password}@db.example/piper`;
        const config = parseConfig({ ...socket, ...database, DATABASE_URL });
        if (config.ok) secretsOf(config.value);
        expect(config.ok || config.error.length).toBeTruthy();
      }),
    );
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
        ...['KEEP_INVITES_DAYS', 'KEEP_RECORD_DAYS', 'KEEP_UNINSTALLED_DAYS'],
      ].map((variable) => [variable, optional[variable]]),
    );
    expect(Object.values(defaults)).not.toContain(undefined);
    expect(configOf({ ...socket, ...defaults })).toEqual(configOf(socket));
  });
});
