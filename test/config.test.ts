import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Config, type ConfigProblem, parseConfig } from '../src/config.ts';

const socket = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
  SLACK_APP_TOKEN: 'xapp-1-A-2-abc',
  PIPER_TOKEN: 'pat_abc',
  PIPER_ORG_ID: '6f1c1f0e-8a55-4a0c-9d4e-1b1a7d0c2f11',
};
const { SLACK_APP_TOKEN: _, ...withoutConnection } = socket;
const http = { ...withoutConnection, SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };

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
  ...readFileSync(new URL('../src/config.ts', import.meta.url), 'utf8').matchAll(
    /^ {4}([A-Z][A-Z_]+): (?!$)(?!['"`])/gm,
  ),
].map(([, variable]) => String(variable));
const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');

describe('the least settings', () => {
  it('are enough, with Socket Mode', () => {
    expect(configOf(socket)).toEqual({
      slack: {
        botToken: 'xoxb-1-2-abc',
        apiUrl: 'https://slack.com/api/',
        connection: { mode: 'socket', appToken: 'xapp-1-A-2-abc' },
      },
      piper: {
        token: 'pat_abc',
        organizationId: '6f1c1f0e-8a55-4a0c-9d4e-1b1a7d0c2f11',
        apiUrl: 'https://api.letpiper.com',
      },
      inviters: [],
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

  it('connect by Socket Mode where both are there', () => {
    expect(configOf({ ...http, ...socket }).slack.connection.mode).toBe('socket');
  });
});

describe('a setting', () => {
  it('counts as absent where it is blank', () => {
    const blank = Object.fromEntries(
      ['SLACK_API_URL', 'PIPER_API_URL', 'PIPER_INVITE_ADMINS', 'PORT', 'HOST', 'LOG_LEVEL'].map(
        (variable, at) => [variable, at % 2 === 0 ? '' : ' \t'],
      ),
    );
    expect(configOf({ ...socket, ...blank })).toEqual(configOf(socket));
    expect(configOf({ ...http, SLACK_APP_TOKEN: ' ' }).slack.connection.mode).toBe('http');
    expect(told({ ...socket, PIPER_TOKEN: '  ' })).toEqual(['PIPER_TOKEN is missing']);
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
  ])('PIPER_INVITE_ADMINS %j is %j', (list, inviters) => {
    const config = parseConfig({ ...socket, PIPER_INVITE_ADMINS: list });
    expect(config.ok ? config.value.inviters : undefined).toEqual(inviters);
  });

  it.each([
    ['0', 0],
    ['8080', 8080],
    ['65535', 65535],
  ])('PORT %s is %d', (text, port) => {
    expect(configOf({ ...socket, PORT: text }).port).toBe(port);
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
    ['PORT', 'http', "isn't a port"],
    ['PORT', '-1', "isn't a port"],
    ['PORT', '65536', "isn't a port"],
    ['PORT', '80.5', "isn't a port"],
    ['LOG_LEVEL', 'loud', "isn't a log level"],
  ])('%s is refused where it is %j', (variable, value, problem) => {
    const problems = problemsOf({ ...socket, [variable]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.variable).toBe(variable);
    if (problem) expect(problems[0]?.problem).toBe(problem);
  });

  it('is not said to lack a beginning that it has', () => {
    const untouched = { SLACK_BOT_TOKEN: 'xoxb-', SLACK_APP_TOKEN: 'xapp-', PIPER_TOKEN: 'pat_' };
    const problems = told({ ...socket, ...untouched });
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).not.toContain("doesn't start with");
  });
});

describe('settings with several mistakes', () => {
  it('are told all of them at once, each once, with the remedy', () => {
    expect(told({})).toEqual([
      'SLACK_BOT_TOKEN is missing',
      'PIPER_TOKEN is missing',
      'PIPER_ORG_ID is missing',
      'SLACK_APP_TOKEN is missing',
    ]);
    const wrong = {
      SLACK_BOT_TOKEN: 'x',
      SLACK_APP_TOKEN: 'x',
      SLACK_SIGNING_SECRET: 'x',
      SLACK_API_URL: 'x',
      PIPER_TOKEN: 'x',
      PIPER_ORG_ID: '?',
      PIPER_API_URL: 'x',
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
      fc.constantFrom('', ' ', ...Object.values(socket), '0', 'https://x.example/', 'U024BE7LH'),
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
          expect(problem).toMatch(/^(is|isn't|doesn't) /);
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
    const { PIPER_INVITE_ADMINS: inviters, ...defaults } = optional;
    expect(inviters).toBeDefined();
    expect(configOf({ ...socket, ...defaults })).toEqual(configOf(socket));
  });
});
