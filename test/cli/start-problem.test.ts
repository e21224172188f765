import fs from 'node:fs';
import { createServer } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { startProblem } from '../../src/cli/start-problem.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import { connected, keysOf } from '../helpers/cli.ts';
import { platformToken } from '../helpers/organizations.ts';
import { createOutside, type Outside } from '../helpers/outside.ts';
import { organizationId } from '../helpers/piper.ts';
import { signingSecret } from '../helpers/signed-request.ts';
import { acme } from '../helpers/slack.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const appToken = 'xapp-1-A0-1-abcdef';
const nowhere = 'http://127.0.0.1:2/';
const many = {
  SLACK_BOT_TOKEN: '',
  PIPER_TOKEN: '',
  PIPER_ORG_ID: '',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'the-client-secret',
  PUBLIC_URL: 'https://piper-invite.example.com',
};
const socketMode = { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: '' };

/** Starts the product in this process, between a Slack and a Piper of the tests; gives how that ends where it can't start. */
async function start(env: Record<string, string>): Promise<{ code: unknown; stderr: string }> {
  const config = parseConfig({
    SLACK_BOT_TOKEN: acme.botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    PIPER_TOKEN: platformToken,
    PIPER_ORG_ID: organizationId,
    DATA_DIR: temporaryDirectory(),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...env,
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  let stderr = '';
  const written = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text;
    return true;
  });
  const exited = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('exited');
  });
  const before = new Map(
    (['SIGTERM', 'SIGINT', 'unhandledRejection', 'uncaughtException'] as const).map((event) => [
      event,
      process.listeners(event as 'SIGTERM'),
    ]),
  );
  try {
    await run(config.value, []).catch((error: Error) => expect(error.message).toBe('exited'));
    return { code: exited.mock.calls[0]?.[0], stderr };
  } finally {
    for (const [event, listeners] of before) {
      for (const listener of process.listeners(event as 'SIGTERM')) {
        if (!listeners.includes(listener)) process.off(event, listener);
      }
    }
    written.mockRestore();
    exited.mockRestore();
  }
}

const refusing = (method: string, error: string) => (outside: Outside) => {
  outside.slack.fail(method, error);
};
const answering =
  (status: number, body: object | string, part?: string) =>
  ({ piper }: Outside) => {
    piper.onGet = (name) => (part === undefined || name === part ? [status, body] : undefined);
  };

/** What Node answers where a file is to be opened in the directory of the database. */
const failingFiles = (code: string) => () => {
  const { openSync } = fs;
  fs.openSync = (path, ...rest) => {
    if (!String(path).endsWith('instance.lock')) return openSync(path, ...rest);
    throw Object.assign(new Error(`${code}: it failed, open '${path}'`), { code, syscall: 'open' });
  };
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs.openSync = openSync;
    syncBuiltinESMExports();
  });
};

/** A disk that is full after so many pages. */
const fullDisk = () => {
  const { exec } = DatabaseSync.prototype;
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (
    this: DatabaseSync,
    statement: string,
  ) {
    exec.call(this, statement);
    if (statement.includes('foreign_keys')) exec.call(this, 'pragma max_page_count = 12');
  });
  onTestFinished(() => spy.mockRestore());
};

/** A database as an earlier process has left it, and as something has changed it since. */
const databaseOf = (change: (whole: Buffer) => Buffer) => async () => {
  const directory = await connected();
  const file = join(directory, 'piper-invite.db');
  fs.writeFileSync(file, change(fs.readFileSync(file)));
  return { DATA_DIR: directory };
};

const takenPort = async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    other.close();
  });
  return { PORT: `${(other.address() as AddressInfo).port}` };
};

/** Changes the outside, or what is stored; gives settings that this leads to. */
type Arrange = (outside: Outside) => unknown;

// biome-ignore format: one mistake, one row
const mistakes: [mistake: string, sentence: RegExp, env: Record<string, string>, arrange?: Arrange][] = [
  ['a port that is taken', /^PORT \d+ is taken by another process\. Stop that one, or set another PORT\.$/, {}, takenPort],
  ['a port for metrics that is taken', /^METRICS_PORT \d+ is taken by another process\. Stop that one, or set another METRICS_PORT\.$/, {}, async () => ({ METRICS_PORT: (await takenPort()).PORT })],
  ['a METRICS_HOST of another machine', /^METRICS_HOST 192\.0\.2\.1 isn't an address of this machine\. Leave it out to be reached from this machine alone/, { METRICS_PORT: '9464', METRICS_HOST: '192.0.2.1' }],
  ['a METRICS_HOST that is none', /^METRICS_HOST 127\.0\.0\.1:80 isn't an address or a name that this machine knows\. Leave it out /, { METRICS_PORT: '9464', METRICS_HOST: '127.0.0.1:80' }],
  ['a HOST of another machine', /^HOST 192\.0\.2\.1 isn't an address of this machine\. Leave it out /, { HOST: '192.0.2.1' }],
  ['a HOST that is none', /^HOST 127\.0\.0\.1:80 isn't an address or a name that this machine knows\. Leave it out /, { HOST: '127.0.0.1:80' }],

  ...['invalid_auth', 'account_inactive', 'token_revoked', 'token_expired', 'not_allowed_token_type'].flatMap((word): typeof mistakes => [
    [`a bot token that Slack answers with ${word}`, new RegExp(`^Slack doesn't accept SLACK_BOT_TOKEN \\(${word}\\)\\. Install the app `), {}, refusing('auth.test', word)],
    [`an app token that Slack answers with ${word}`, new RegExp(`^Slack doesn't accept SLACK_APP_TOKEN \\(${word}\\)\\. Make a new one `), socketMode, refusing('apps.connections.open', word)],
  ]),
  ['an app token without its scope', /^SLACK_APP_TOKEN lacks the scope connections:write \(missing_scope\)\. Make a new one that has it: /, socketMode, refusing('apps.connections.open', 'missing_scope')],
  ['Socket Mode that is off', /^Socket Mode is off in the Slack app \(socket_mode_not_enabled\)\. Turn it on /, socketMode, refusing('apps.connections.open', 'socket_mode_not_enabled')],
  ['a wrong app token for many workspaces', /^Slack doesn't accept SLACK_APP_TOKEN \(invalid_auth\)\./, { ...socketMode, ...many }, refusing('apps.connections.open', 'invalid_auth')],
  ['a Slack that is not there', /^Slack can't be asked whether the tokens are good \(.*ECONNREFUSED.*\)\. Check the network, the proxy and SLACK_API_URL\.$/, { ...socketMode, SLACK_API_URL: nowhere }],

  ['a platform token that Piper does not know', /^Piper doesn't accept PIPER_TOKEN .*\. Make a new platform token /, { PIPER_TOKEN: 'pat_unknown' }, ({ piper }) => { piper.accepted = [platformToken]; }],
  ['a platform token that may not read', /^PIPER_TOKEN may not read the organization's members or roles .*\. Make a platform token /, {}, answering(403, { detail: 'no' }, 'members')],
  ['a platform token that may not add', /^PIPER_TOKEN may not add members\. Make a platform token that may read and add members\.$/, {}, answering(200, [{ id: organizationId, name: 'Acme Robotics', permissions: ['members:read'] }], 'organizations')],
  ['an organization that the token does not see', /^PIPER_ORG_ID isn't an organization that PIPER_TOKEN can see .*\. Copy the ID /, { PIPER_ORG_ID: 'another' }],
  ['a PIPER_API_URL where nothing is', /^What answers at PIPER_API_URL isn't Piper \(its status is 404\)\. Leave it out, /, {}, answering(404, '<html>Not found</html>', 'organizations')],

  ['a DATA_DIR that is a file', /^DATA_DIR \S+ isn't a directory\. Name one /, { DATA_DIR: process.execPath }],
  ['a DATA_DIR in a file', /^DATA_DIR \S+ isn't a directory\. Name one /, { DATA_DIR: `${process.execPath}/x` }],
  ['a DATA_DIR that nobody may write to', /^DATA_DIR \S+ can't be written to\. Let piper-invite write there, /, {}, failingFiles('EACCES')],
  ['a DATA_DIR on a disk that can only be read', /^DATA_DIR \S+ can't be written to\. Let piper-invite write there, /, {}, failingFiles('EROFS')],
  ['a full disk', /^There is no room left for the database in \S+\. Make room on its disk\.$/, {}, failingFiles('ENOSPC')],
  ['a disk that is full in the middle of making the tables', /^There is no room left for the database in \S+\. Make room on its disk\.$/, {}, fullDisk],
  ['a database that is none', /^The database in \S+ is damaged\. Restore a backup\.$/, {}, databaseOf(() => Buffer.from('no database, and long enough for one'))],
  ['a database of which a part is gone', /^The database in \S+ is damaged\. Restore a backup\.$/, {}, databaseOf((whole) => whole.fill(7, 4_096))],
  ['keys of which none opens what is stored', /^What is stored can't be decrypted: .* "a"\. Put it back; .* a:lost /, { ENCRYPTION_KEYS: keysOf('b') }, databaseOf((whole) => whole)],
  ['another key of the same name', /^What is stored can't be decrypted: .* "a"\. Put it back; .* a:lost /, { ENCRYPTION_KEYS: keysOf('b').replace('b:', 'a:') }, databaseOf((whole) => whole)],
  ['a PostgreSQL that is not there', /^PostgreSQL can't be reached at 127\.0\.0\.1:2\/piper \(.*ECONNREFUSED.*\)\. Check DATABASE_URL/, { DATABASE_URL: 'postgres://piper:hush-hush@127.0.0.1:2/piper', ENCRYPTION_KEYS: keysOf('a') }],
];

/** Every secret that the settings of a test hold. */
const secrets = [
  acme.botToken,
  appToken,
  signingSecret,
  platformToken,
  'hush-hush',
  many.SLACK_CLIENT_SECRET,
];

describe('a start with', () => {
  it.each(mistakes)(
    '%s is told in a sentence that names the remedy',
    async (_, sentence, env, arrange) => {
      const outside = createOutside();
      outside.slack.grant(acme);
      const { code, stderr } = await start(Object.assign({}, env, await arrange?.(outside)));
      expect(code).toBe(1);
      const [headline, words, ...others] = stderr.split('\n');
      expect(headline).toBe("piper-invite can't start.");
      expect(words).toMatch(sentence);
      expect(others).toEqual(['']);
      expect(stderr).not.toContain('    at ');
      for (const secret of secrets) expect(stderr).not.toContain(secret);
    },
  );
});

describe('a port', () => {
  it.each([
    ['EACCES', /^PORT 80 is not for ordinary users\. Set one from 1024 on, /],
    ['EAFNOSUPPORT', /^HOST ::1 isn't an address that this machine can use\. Leave it out /],
    ['EAI_AGAIN', /^HOST ::1 is a name that can't be looked up\. Leave it out /],
  ])('that cannot be had is told in a sentence that names the remedy: %s', (code, sentence) => {
    const error = Object.assign(new Error(code), { code, syscall: 'listen' });
    const config = parseConfig({
      SLACK_BOT_TOKEN: acme.botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      PORT: '80',
      HOST: '::1',
    });
    expect(config.ok && startProblem(error, config.value)).toMatch(sentence);
  });

  it('has nothing to do with other errors', () => {
    const error = Object.assign(new Error('x'), { code: 'EACCES', syscall: 'open' });
    expect(startProblem(error, {} as Config)).toBeUndefined();
    expect(startProblem(undefined, {} as Config)).toBeUndefined();
  });
});

describe('a database that fails once it is open', () => {
  const problem = (env: object, error: object) => {
    const config = parseConfig({
      SLACK_BOT_TOKEN: acme.botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      DATA_DIR: '/data',
      ...env,
    });
    return config.ok && startProblem(Object.assign(new Error('x'), error), config.value);
  };
  const postgres = {
    DATABASE_URL: 'postgres://u:hush-hush@db.example/piper',
    ENCRYPTION_KEYS: keysOf('a'),
  };

  it.each([
    [
      {},
      { errcode: 13 },
      'There is no room left for the database in /data. Make room on its disk.',
    ],
    [
      {},
      { errcode: 4874 },
      'There is no room left for the database in /data. Make room on its disk.',
    ],
    [
      {},
      { errcode: 266 },
      "The disk of /data can't be read or written. Check it, or restore a backup to another DATA_DIR.",
    ],
    [{}, { errcode: 267 }, 'The database in /data is damaged. Restore a backup.'],
    [
      {},
      { errcode: 1032 },
      "DATA_DIR /data can't be written to. Let piper-invite write there, or name a directory where it may.",
    ],
    [
      postgres,
      { severity: 'ERROR', code: '53100' },
      'PostgreSQL at db.example/piper has no room left. Make room on its disk.',
    ],
    [
      postgres,
      { severity: 'FATAL', code: '57P01' },
      "PostgreSQL at db.example/piper can't be used (x). Check DATABASE_URL, and that the server runs and lets piper-invite in.",
    ],
  ])('is told in a sentence that names the remedy: %o %o', (env, error, sentence) => {
    expect(problem(env, error)).toBe(sentence);
  });
});
