import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { doctor } from '../../src/cli/doctor.ts';
import { parseConfig } from '../../src/config.ts';
import { diagnose } from '../../src/doctor/doctor.ts';
import type { Finding, State } from '../../src/doctor/finding.ts';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import { optionalScopes, scopes } from '../../src/ids.ts';
import { systemClock } from '../../src/utils/clock.ts';
import { createTransport } from '../../src/utils/http-transport.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { keysOf } from '../helpers/cli.ts';
import { serve } from '../helpers/http-server.ts';
import { startLocalOutside } from '../helpers/local-outside.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { acmeRobotics, platformToken } from '../helpers/organizations.ts';
import { acme } from '../helpers/slack.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { entry, installation } from '../helpers/stored.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

type Outside = Awaited<ReturnType<typeof startLocalOutside>>;

const dispatcher = createTransport();
afterAll(() => dispatcher.destroy());

/** Stands for the product, and for a proxy before it that passes on what it likes. */
let statuses: Record<string, number>;
let front: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  front = await serve(async ({ url = '' }, response) => {
    response.writeHead(statuses[url] ?? 404).end();
  });
});
afterAll(() => front.stop());

let outside: Outside;
let directory: string;
beforeEach(async () => {
  statuses = { '/healthz': 200, '/slack/oauth_redirect': 400, '/slack/events': 401 };
  directory = temporaryDirectory();
  outside = await startLocalOutside();
  outside.slack.grants.scopes = [...scopes, ...optionalScopes];
  outside.piper.accepted = [platformToken];
  outside.slack.on('apps.connections.open', () => ({ ok: true, url: 'wss://x' }));
  inChannel({});
  return () => outside.stop();
});

const inChannel = (about: object) =>
  outside.slack.on('conversations.info', () => ({ ok: true, channel: { name: 'hr', ...about } }));

const secrets = () => [acme.botToken, platformToken, 'the-secret', 'xapp-1-the-app-token'];
const socketMode = { SLACK_APP_TOKEN: 'xapp-1-the-app-token', SLACK_SIGNING_SECRET: '' };
const notFixed = { PIPER_TOKEN: '', PIPER_ORG_ID: '' };
const nowhere = 'http://127.0.0.1:2';
const many = () => ({
  ...notFixed,
  SLACK_BOT_TOKEN: '',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'the-secret',
  PUBLIC_URL: front.url,
  PORT: new URL(front.url).port,
});

const environment = (more: Record<string, string>) => ({
  ...outside.environment,
  ENCRYPTION_KEYS: keysOf('a'),
  DATA_DIR: directory,
  HOST: '127.0.0.1',
  ...more,
});

type Machine = { ahead?: number; nodeVersion?: string; free?: number };

async function examine(more: Record<string, string> = {}, machine: Machine = {}) {
  const { ahead = 0, nodeVersion = '24.0.0', free } = machine;
  return diagnose(parseConfig(environment(more)), {
    clock: { ...systemClock, now: () => Date.now() + ahead },
    dispatcher,
    log: keptLog().log,
    nodeVersion,
    ...(free !== undefined && { freeBytesAt: () => free }),
  });
}

/** What the product has stored: a connection that was made in Slack, with these settings. */
async function connect(settings: Partial<ConnectionSettings> = {}, token: string = platformToken) {
  const storage = await openForTest({ kind: 'sqlite', directory });
  const { id, name } = acmeRobotics;
  await storage.connections.save(
    connectionWithToken({
      scope: { teamId: 'T0ACME' },
      organization: { id, name },
      token,
      settings: { whoMayInvite: { kind: 'admins' }, domains: [], ...settings },
    }),
    entry(),
  );
  await storage.close();
}

const asking = (channel: string): Partial<ConnectionSettings> => ({
  asking: {
    approvers: { channel, userIds: ['U1'], userGroupIds: [], quietUserIds: [] },
    expireAfterDays: 7,
    selfApproval: false,
    twoApprovals: [],
  },
});

const withState = (findings: readonly Finding[], ...states: State[]) =>
  findings.filter(({ state }) => states.includes(state));

/** Every file of the database, as it is. */
const files = () =>
  readdirSync(directory).map((name) => {
    const file = join(directory, name);
    return [name, readFileSync(file, 'base64'), statSync(file).mtimeMs];
  });

describe('a good set-up', () => {
  it.each<[string, () => Promise<Record<string, string>>]>([
    ['before the first start', async () => ({})],
    ['over Socket Mode', async () => socketMode],
    [
      'with a connection that was made in Slack',
      async () => {
        await connect({ channel: 'C1', ...asking('C2') });
        return notFixed;
      },
    ],
    ['with many workspaces', async () => many()],
    ['with many workspaces over Socket Mode', async () => ({ ...many(), ...socketMode })],
  ])('has neither faults nor warnings, and nothing is changed: %s', async (_, arrange) => {
    const env = await arrange();
    const before = files();
    const findings = await examine(env);
    expect(withState(findings, 'fault', 'warning')).toEqual([]);
    expect(withState(findings, 'ok').length).toBeGreaterThan(5);
    expect(files()).toEqual(before);
    expect(outside.messages).toEqual([]);
  });

  it('is found as well while the product uses the database', async () => {
    await connect({ channel: 'C1' });
    const storage = await openForTest({ kind: 'sqlite', directory });
    const findings = await examine(notFixed);
    expect(withState(findings, 'fault', 'warning')).toEqual([]);
    const told = findings.map(({ message }) => message);
    expect(told).toContain('The app can post in #hr (C1 in T0ACME).');
    await storage.close();
  });
});

it('a channel of one of many workspaces is looked at with the token of the app there', async () => {
  await connect({ channel: 'C1' });
  const storage = await openForTest({ kind: 'sqlite', directory });
  const bot = { id: 'B1', userId: 'U1', token: acme.botToken, scopes: [] };
  await storage.installations.storeInstallation(
    installation({ team: { id: 'T0ACME', name: 'Acme' }, bot }),
  );
  await storage.close();
  expect(await examine(many())).toContainEqual({
    check: 'Channel for confirmations',
    state: 'ok',
    message: 'The app can post in #hr (C1 in T0ACME).',
  });
});

const failing = (method: string, error: string) => () => outside.slack.fail(method, error);
const answering = (status: number, body: object | string) => () => {
  outside.piper.onGet = () => [status, body];
};
const connectedTo = (channel: string) => async () => connect({ channel });

/** What is wrong, and what the doctor says of it; where `arrange` gives settings, they count, too. */
// biome-ignore format: one mistake, one row
const mistakes: [mistake: string, check: string, message: RegExp, arrange?: (() => unknown) | undefined, machine?: Machine][] = [
  ['a Node that is too old', 'Node', /^This is Node 22\.18\.0\. Install Node 22\.19 or later/, undefined, { nodeVersion: '22.18.0' }],
  ['a clock that is ahead', 'Clock', /^The clock of this machine is \d{3} seconds ahead of Slack's, .* NTP\.$/, undefined, { ahead: 400_000 }],
  ['a clock that is behind', 'Clock', /^The clock of this machine is \d\d seconds behind Slack's/, undefined, { ahead: -90_000 }],
  ['a bot token that Slack refuses', 'Slack app', /^Slack doesn't accept SLACK_BOT_TOKEN \(token_revoked\)\. Install the app/, () => failing('auth.test', 'token_revoked')()],
  ['a Slack that is not there', 'Slack app', /^Slack can't be asked .*ECONNREFUSED.* Check the network/, () => ({ SLACK_API_URL: `${nowhere}/api/` })],
  ['a scope that is missing', 'Scopes', /^The Slack app lacks the scope users:read\.email\. Add it under OAuth/, () => { outside.slack.grants.scopes = scopes.filter((scope) => scope !== 'users:read.email'); }],
  ['an app token that Slack refuses', 'Socket Mode', /^Slack doesn't accept SLACK_APP_TOKEN \(invalid_auth\)\. Make a new one/, () => { failing('apps.connections.open', 'invalid_auth')(); return socketMode; }],
  ['an app token without its scope', 'Socket Mode', /^SLACK_APP_TOKEN lacks the scope connections:write/, () => { failing('apps.connections.open', 'missing_scope')(); return socketMode; }],
  ['Socket Mode that is off', 'Socket Mode', /^Socket Mode is off in the Slack app/, () => { failing('apps.connections.open', 'socket_mode_not_enabled')(); return socketMode; }],
  ['a client secret that Slack refuses', 'Slack app', /^Slack doesn't accept SLACK_CLIENT_SECRET \(bad_client_secret\)\. Copy it again/, () => { outside.slack.codes.set('doctor', { ok: false, error: 'bad_client_secret' }); return many(); }],
  ['a client ID that Slack refuses', 'Slack app', /^Slack doesn't accept SLACK_CLIENT_ID \(invalid_client_id\)/, () => { outside.slack.codes.set('doctor', { ok: false, error: 'invalid_client_id' }); return many(); }],
  ['an address that nothing answers at', 'PUBLIC_URL', /^http:\/\/127\.0\.0\.1:2\/slack\/oauth_redirect can't be reached \(ECONNREFUSED\)\. Check the address/, () => ({ ...many(), PUBLIC_URL: nowhere })],
  ['an address that leads elsewhere', 'PUBLIC_URL', /\/slack\/oauth_redirect answers 404, not as piper-invite does\. Let the proxy/, () => { statuses['/slack/oauth_redirect'] = 404; return many(); }],
  ['a proxy that keeps Slack away', 'PUBLIC_URL', /\/slack\/events answers 403, not as/, () => { statuses['/slack/events'] = 403; return many(); }],
  ['a Piper that is not there', 'Piper', /^Piper doesn't answer \(.*ECONNREFUSED.*\)\. Check the network/, () => ({ PIPER_API_URL: nowhere })],
  ['a Piper that is not there, with nothing connected', 'Piper', /^Piper doesn't answer/, () => ({ ...notFixed, PIPER_API_URL: nowhere })],
  ['something else than Piper', 'Piper', /^What answers at PIPER_API_URL isn't Piper/, answering(200, '<html>')],
  ['something else than Piper, with nothing connected', 'Piper', /^What answers at PIPER_API_URL isn't Piper/, () => { answering(404, '<html>')(); return notFixed; }],
  ['a PIPER_TOKEN that Piper refuses', 'Piper', /^Piper doesn't accept PIPER_TOKEN/, answering(401, { detail: 'Expired' })],
  ['a PIPER_TOKEN that may not add members', 'Piper', /^PIPER_TOKEN may not add members/, () => { outside.piper.permissions = ['members:read']; }],
  ['another PIPER_ORG_ID', 'Piper', /^PIPER_ORG_ID isn't an organization that PIPER_TOKEN can see/, () => ({ PIPER_ORG_ID: 'another' })],
  ['a connection whose token Piper refuses', 'Piper', /^The platform token of T0ACME for Acme Robotics isn't accepted any more\. Renew it in Slack: \/piper-invite connect$/, async () => { await connect({}, 'pat_revoked_long_ago'); return notFixed; }],
  ['a connection whose token may not add members', 'Piper', /^The platform token of T0ACME for Acme Robotics may not add members/, async () => { await connect(); outside.piper.permissions = ['members:read']; return notFixed; }],
  ['a connection whose token sees another organization', 'Piper', /^The platform token of T0ACME for Acme Robotics doesn't see that organization any more\. Renew it/, async () => { await connect(); outside.piper.organizations = [{ id: 'another', name: 'Another' }]; return notFixed; }],
  ['a connection that somebody has altered', 'Piper', /^What is stored of the connection of T0ACME was changed by somebody else, .* Connect again/, async () => {
    await connect();
    await inDatabase({ kind: 'sqlite', directory }, (db) => db.updateTable('connections').set({ connectedBy: 'UMALLORY' }).execute());
    return notFixed;
  }],
  ['a PostgreSQL that is not there', 'Database', /^PostgreSQL can't be reached at 127\.0\.0\.1:2\/piper .*Check DATABASE_URL/, () => ({ DATABASE_URL: 'postgres://piper:the-secret@127.0.0.1:2/piper' })],
  ['a database that is damaged', 'Database', /is damaged\. Restore a backup\.$/, () => { writeFileSync(join(directory, 'piper-invite.db'), 'no database'.repeat(1_000), { mode: 0o600 }); }],
  ['a database of a newer version', 'Schema', /^The database was made by a newer version of piper-invite: it has the step 9999-future\. Run that version/, async () => {
    await connect();
    await inDatabase({ kind: 'sqlite', directory }, (db) => db.withTables<{ kysely_migration: { name: string; timestamp: string } }>().insertInto('kysely_migration').values({ name: '9999-future', timestamp: '2030' }).execute());
  }],
  ['a key that is missing', 'Keys', /^What is stored can't be decrypted: .* named "a"\. Put it back/, async () => { await connect(); return { ENCRYPTION_KEYS: keysOf('b') }; }],
  ['a key file that is missing', 'Keys', /^What is stored can't be decrypted/, async () => { await connect(); return { ENCRYPTION_KEYS: '' }; }],
  ['a key file that holds none', 'Keys', /encryption\.key isn't an encryption key/, async () => { await connect(); writeFileSync(join(directory, 'encryption.key'), 'x', { mode: 0o600 }); return { ENCRYPTION_KEYS: '' }; }],
  ['a DATA_DIR that is a file', 'Disk', /isn't a directory\. Name one that/, () => { writeFileSync(join(directory, 'file'), ''); return { DATA_DIR: join(directory, 'file') }; }],
  ['a disk that is full', 'Disk', /^Only 99 MB are free on the disk of .* Make room\.$/, undefined, { free: 100 * 1024 * 1024 - 1 }],
  ['a channel for confirmations that is archived', 'Channel for confirmations', /^#hr \(C1 in T0ACME\) is archived\. Choose another channel with \/piper-invite settings\.$/, async () => { await connectedTo('C1')(); inChannel({ is_archived: true }); }],
  ['a channel for confirmations that is gone', 'Channel for confirmations', /^C1 in T0ACME is gone, or private without the app\. Invite it there/, async () => { await connectedTo('C1')(); outside.slack.fail('conversations.info', 'channel_not_found'); }],
  ['a private channel without the app', 'Channel for confirmations', /^The app isn't in #hr .*\/invite @Piper Invite$/, async () => { await connectedTo('C1')(); inChannel({ is_private: true, is_member: false }); }],
  ['a channel for requests that others share', 'Channel for requests', /is shared with others, .* \/piper-invite approvals\.$/, async () => { await connect(asking('C2')); inChannel({ is_ext_shared: true }); }],
];

describe('a broken set-up', () => {
  it.each(mistakes)(
    'is told with its remedy, alone: %s',
    async (_, check, message, arrange, machine) => {
      const env = ((await arrange?.()) ?? {}) as Record<string, string>;
      const findings = await examine(env, machine);
      const faults = withState(findings, 'fault', 'warning');
      expect(faults.map((each) => each.check)).toEqual([check]);
      expect(faults[0]?.message).toMatch(message);
      for (const secret of secrets()) expect(JSON.stringify(findings)).not.toContain(secret);
    },
  );

  it('is told whole, however much is broken', async () => {
    failing('auth.test', 'token_revoked')();
    answering(401, { detail: 'Expired' })();
    const findings = await examine({}, { free: 0, ahead: 400_000, nodeVersion: '20.0.0' });
    const checks = withState(findings, 'fault').map(({ check }) => check);
    expect(checks).toEqual(['Node', 'Clock', 'Slack app', 'Piper', 'Disk']);
  });

  it('has all faults of its settings at once, and nothing of what they hold', async () => {
    const wrong = { SLACK_BOT_TOKEN: 'the-secret', PORT: 'x', METRICS_TOKEN: 'the-secret' };
    const findings = await examine(wrong);
    const told = withState(findings, 'fault').map(({ message }) => message.split(' ')[0]);
    expect(told.toSorted()).toEqual(['METRICS_TOKEN', 'PORT', 'SLACK_BOT_TOKEN']);
    expect(JSON.stringify(findings)).not.toContain('the-secret');
    expect(findings.at(-1)).toMatchObject({ check: 'The rest', state: 'skipped' });
  });
});

describe('a set-up that works, but not all of it', () => {
  it('is warned of scopes that optional features need', async () => {
    outside.slack.grants.scopes = [...scopes, 'files:read', 'files:write'];
    expect(withState(await examine(), 'fault', 'warning')).toMatchObject([
      {
        check: 'Scopes',
        message: expect.stringMatching(
          /^The app has no usergroups:read, channels:read, groups:read, /,
        ),
      },
    ]);
  });

  it('is warned of files that others can read, and of settings that hardly were meant', async () => {
    await connect();
    chmodSync(join(directory, 'piper-invite.db'), 0o644);
    const findings = await examine({ ...socketMode, SLACK_SIGNING_SECRET: 'a-signing-secret' });
    expect(withState(findings, 'fault', 'warning').map(({ check }) => check)).toEqual([
      'Settings',
      'Disk',
    ]);
  });

  it('is told what could not be looked at', async () => {
    await connect({ channel: 'C1' });
    outside.slack.fail('conversations.info', 'missing_scope');
    const findings = await examine({ ...many(), PORT: '2' });
    const left = Object.fromEntries(
      withState(findings, 'skipped').map(({ check, message }) => [check, message]),
    );
    expect(left.PUBLIC_URL).toBe(
      'Nothing answers at http://127.0.0.1:2. Start piper-invite, and look again.',
    );
    const headers = { 'retry-after': '30' };
    outside.slack.on('apps.connections.open', () => ({ status: 429, headers }));
    const one = await examine({ ...notFixed, ...socketMode });
    expect(withState(one, 'fault')).toEqual([]);
    const checks = withState(one, 'skipped').map(({ check }) => check);
    expect(checks).toEqual(expect.arrayContaining(['Socket Mode', 'Channel for confirmations']));
  });

  it('has steps of the schema before it', async () => {
    await connect();
    await inDatabase({ kind: 'sqlite', directory }, (db) =>
      db
        .withTables<{ kysely_migration: { name: string } }>()
        .deleteFrom('kysely_migration')
        .execute(),
    );
    expect(withState(await examine(), 'ok')).toContainEqual({
      check: 'Schema',
      state: 'ok',
      message: 'The next start takes the steps 0001-core.',
    });
  });
});

describe('the command', () => {
  /** Carries it out in this process. */
  async function carryOut(args: string[], more: Record<string, string> = {}) {
    const said = { stdout: '', stderr: '' };
    const spies = (['stdout', 'stderr'] as const).map((stream) =>
      vi.spyOn(process[stream], 'write').mockImplementation((text) => {
        said[stream] += text;
        return true;
      }),
    );
    try {
      return { code: await doctor(parseConfig(environment(more)), args), ...said };
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  }

  it('prints a table, and ends with 0 where nothing is broken', async () => {
    const { code, stdout, stderr } = await carryOut([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^✓ ok {7}Node {9}\d+\.\d+\.\d+\n/);
    expect(stdout).toMatch(/\nFaults: 0\. Warnings: 0\.\n$/);
  });

  it('ends with 1 where something is', async () => {
    const { code, stdout } = await carryOut([], { PIPER_ORG_ID: 'another' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ fault {4}Piper {8}PIPER_ORG_ID isn't /m);
    expect(stdout).toMatch(/\nFaults: 1\. Warnings: 0\.\n$/);
  });

  it('gives the same as JSON', async () => {
    const { code, stdout } = await carryOut(['--json'], { PIPER_ORG_ID: 'another' });
    const { findings } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(withState(findings, 'fault').map(({ check }) => check)).toEqual(['Piper']);
  });

  it.each([[[]], [['--json']]])('shows no secret that others say again: %s', async (args) => {
    const identity = { team_id: 'T0ACME', user_id: 'U0PIPER', bot_id: 'B1' };
    outside.slack.on('auth.test', () => ({ ok: true, ...identity, team: acme.botToken }));
    const { stdout } = await carryOut(args);
    expect(stdout).toContain('It is installed in [secret].');
    expect(stdout).not.toContain(acme.botToken);
  });

  it('takes nothing else', async () => {
    for (const args of [['--yes'], ['--json', '--json']]) {
      const { code, stderr } = await carryOut(args);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^Usage: /);
    }
  });
});
