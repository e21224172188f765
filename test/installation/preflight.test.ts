import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { err, ok } from '../../src/domain/result.ts';
import { scopes } from '../../src/ids.ts';
import { checkTokens, StartError } from '../../src/installation/preflight.ts';
import { piper as limits } from '../../src/limits.ts';
import type { PiperOrganization } from '../../src/usecases/ports/piper.ts';
import { acmeDetails, editor } from '../helpers/builders.ts';
import { noNetwork } from '../helpers/nock.ts';
import { answerOnce, slackClient } from '../helpers/slack-client.ts';

noNetwork();

let slack: ReturnType<typeof slackClient>;
beforeEach(() => {
  slack = slackClient();
});
afterEach(() => slack.dispatcher.destroy());

const identity = { ok: true, team: 'Acme', team_id: 'T1', user_id: 'UBOT', bot_id: 'B1' };
const sayWhoWeAre = (granted: readonly string[] = scopes) =>
  answerOnce('auth.test', identity, { headers: { 'x-oauth-scopes': granted.join(',') } });

type Part = 'details' | 'roles' | 'members';

/** A Piper of which a part fails. */
function piperWith(failing: Partial<Record<Part, PiperFailure>> = {}): PiperOrganization {
  const unused = async () => err({ kind: 'forbidden' } as const);
  return {
    details: async () => (failing.details ? err(failing.details) : ok(acmeDetails)),
    roles: async () => (failing.roles ? err(failing.roles) : ok([editor])),
    members: async () => (failing.members ? err(failing.members) : ok({ members: [], readAt: 0 })),
    remembered: () => undefined,
    isAnswering: () => true,
    rights: unused,
    membersNow: unused,
    addMember: unused,
    changeRole: unused,
  };
}

const check = (piper = piperWith()) =>
  checkTokens({ client: slack.client, appClient: undefined, piper, log: slack.log });

async function problems(piper = piperWith()): Promise<string[]> {
  const error = await check(piper).catch((each: unknown) => each);
  if (!(error instanceof StartError)) throw new Error('it could start');
  return error.message.split('\n');
}

describe('a start with good tokens', () => {
  it('knows the workspace', async () => {
    sayWhoWeAre();
    expect(await check()).toMatchObject({ teamId: 'T1', botUserId: 'UBOT', scopes: [...scopes] });
  });

  it('does not need to be told the scopes', async () => {
    answerOnce('auth.test', identity);
    expect(await check()).toMatchObject({ teamId: 'T1' });
  });

  it('may have more scopes than it needs', async () => {
    sayWhoWeAre([...scopes, 'channels:read']);
    expect(await check()).toMatchObject({ teamId: 'T1' });
  });
});

describe('a start with a bad Slack token', () => {
  it.each(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'])(
    'fails, with the remedy: %s',
    async (error) => {
      answerOnce('auth.test', { ok: false, error });
      expect(await problems()).toEqual([
        `Slack doesn't accept SLACK_BOT_TOKEN (${error}). Install the app into the workspace again and copy the Bot User OAuth Token from OAuth & Permissions.`,
      ]);
    },
  );

  it('fails where Slack cannot be asked', async () => {
    answerOnce('auth.test', {}, { status: 503 });
    const [problem] = await problems();
    expect(problem).toContain('Check the network, the proxy and SLACK_API_URL.');
  });

  it('fails where scopes are missing, and names them', async () => {
    sayWhoWeAre(['commands', 'chat:write', 'users:read']);
    const [problem, ...others] = await problems();
    expect(problem).toContain('lacks the scopes chat:write.public, users:read.email. Add them');
    expect(others).toEqual([]);
    sayWhoWeAre(scopes.filter((scope) => scope !== 'commands'));
    expect((await problems())[0]).toContain('lacks the scope commands. Add it');
  });
});

describe('a start with a token for Socket Mode', () => {
  const checkApp = () =>
    checkTokens({
      client: undefined,
      appClient: slack.client,
      piper: undefined,
      log: slack.log,
    }).catch((error: unknown) => String(error));

  it('asks for the address of a connection', async () => {
    answerOnce('apps.connections.open', { ok: true, url: 'wss://wss.slack.example/' });
    expect(await checkApp()).toBeUndefined();
  });

  it('waits where Slack asks to', async () => {
    answerOnce('apps.connections.open', {}, { status: 429, headers: { 'retry-after': '30' } });
    expect(await checkApp()).toBeUndefined();
  });

  it.each([
    ['invalid_auth', "Slack doesn't accept SLACK_APP_TOKEN (invalid_auth)."],
    ['missing_scope', 'SLACK_APP_TOKEN lacks the scope connections:write (missing_scope).'],
    ['socket_mode_not_enabled', 'Socket Mode is off in the Slack app'],
    ['internal_error', "Slack can't be asked whether the tokens are good (internal_error)."],
  ])('fails, with the remedy: %s', async (error, words) => {
    answerOnce('apps.connections.open', { ok: false, error });
    expect(await checkApp()).toContain(words);
  });

  it('says once that Slack does not answer', async () => {
    const word = 'service_unavailable';
    answerOnce('auth.test', { ok: false, error: word });
    answerOnce('apps.connections.open', { ok: false, error: word });
    const { client, log } = slack;
    const check = checkTokens({ client, appClient: client, piper: undefined, log });
    await expect(check).rejects.toThrow(
      /^Slack can't be asked whether the tokens are good \(service_unavailable\)\.[^\n]*$/,
    );
  });
});

describe('a start with a Piper token of few permissions', () => {
  const allowing = (...permissions: string[]): PiperOrganization => ({
    ...piperWith(),
    details: async () =>
      ok({ ...acmeDetails, tokenRole: { ...acmeDetails.tokenRole, permissions } }),
  });
  const remedy = 'Make a platform token that may read and add members.';

  it.each([
    [['members:read', 'members:update'], 'may not add members.'],
    [['members:invite'], 'may not read members.'],
    [['agents:read'], 'may not read or add members.'],
  ])('fails, with the remedy: %s', async (permissions, words) => {
    sayWhoWeAre();
    expect(await problems(allowing(...permissions))).toEqual([`PIPER_TOKEN ${words} ${remedy}`]);
  });

  it.each([[['members:read', 'members:invite']], [[]]])(
    'goes on with enough of them, or where Piper tells of none: %s',
    async (permissions) => {
      sayWhoWeAre();
      expect(await check(allowing(...permissions))).toMatchObject({ teamId: 'T1' });
    },
  );
});

describe('a start where something else answers than Piper', () => {
  it.each<[string, PiperFailure, string]>([
    [
      'a page',
      {
        kind: 'unexpected',
        status: 200,
        contact: 'broken_off',
        detail: 'without the expected body',
      },
      "What answers at PIPER_API_URL isn't Piper (without the expected body).",
    ],
    [
      'a redirect',
      { kind: 'unexpected', status: 302, contact: 'not_sent' },
      "What answers at PIPER_API_URL isn't Piper (its status is 302).",
    ],
  ])('fails, with the remedy: %s', async (_, details, words) => {
    sayWhoWeAre();
    const told = await problems(piperWith({ details, members: { kind: 'not_found' } }));
    expect(told).toEqual([expect.stringContaining(words)]);
  });

  it('goes on where only a list is strange', async () => {
    sayWhoWeAre();
    const members: PiperFailure = { kind: 'unexpected', status: 200, contact: 'broken_off' };
    expect(await check(piperWith({ members }))).toMatchObject({ teamId: 'T1' });
  });
});

describe('a start with a bad Piper token', () => {
  it.each<[Part, PiperFailure, string]>([
    ['details', { kind: 'unauthorized' }, "Piper doesn't accept PIPER_TOKEN. Make a new"],
    [
      'details',
      { kind: 'unauthorized', detail: 'expired' },
      "Piper doesn't accept PIPER_TOKEN (expired). Make a new",
    ],
    ['members', { kind: 'forbidden' }, "PIPER_TOKEN may not read the organization's members"],
    ['roles', { kind: 'forbidden' }, "PIPER_TOKEN may not read the organization's members"],
    [
      'details',
      { kind: 'not_found', detail: 'the token sees Acme (org-1), not org-2' },
      "PIPER_ORG_ID isn't an organization that PIPER_TOKEN can see (the token sees Acme (org-1), not org-2)",
    ],
    ['members', { kind: 'invalid', fields: ['org_id'] }, "PIPER_ORG_ID isn't an organization"],
    ['roles', { kind: 'forbidden', detail: 'No\n    at all' }, 'members or roles (No at all).'],
  ])('fails, with the remedy: %s, %o', async (part, failure, words) => {
    sayWhoWeAre();
    const told = await problems(piperWith({ [part]: failure }));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(words);
  });

  it('tells what is wrong with Slack, too', async () => {
    answerOnce('auth.test', { ok: false, error: 'invalid_auth' });
    const told = await problems(piperWith({ details: { kind: 'unauthorized' } }));
    expect(told.join('\n')).toContain('SLACK_BOT_TOKEN');
    expect(told.join('\n')).toContain('PIPER_TOKEN');
    expect(told).toHaveLength(2);
  });

  it('says the reason that stays, where another part merely does not answer', async () => {
    sayWhoWeAre();
    const told = await problems(
      piperWith({
        details: { kind: 'unavailable', contact: 'timed_out' },
        members: { kind: 'unauthorized' },
      }),
    );
    expect(told[0]).toContain("Piper doesn't accept PIPER_TOKEN");
  });

  it('says the reason, where another part never answers', async () => {
    sayWhoWeAre();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const told = problems({
        ...piperWith({ details: { kind: 'unauthorized' } }),
        members: () => new Promise<never>(() => {}),
      });
      const settled = Promise.allSettled([told]);
      await vi.advanceTimersByTimeAsync(limits.startupCheckTimeout);
      await settled;
      expect((await told)[0]).toContain("Piper doesn't accept PIPER_TOKEN");
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a start while Piper does not answer', () => {
  it.each<PiperFailure>([
    { kind: 'unavailable', contact: 'not_sent' },
    { kind: 'unavailable', contact: 'timed_out' },
    { kind: 'rate_limited' },
  ])('goes on, and is in the log: %o', async (failure) => {
    sayWhoWeAre();
    expect(await check(piperWith({ details: failure }))).toMatchObject({ teamId: 'T1' });
    expect(slack.lines()).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: expect.stringContaining('Piper') }),
    );
  });

  it('goes on after a while where Piper never answers', async () => {
    sayWhoWeAre();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const checked = check({ ...piperWith(), members: () => new Promise<never>(() => {}) });
      await vi.advanceTimersByTimeAsync(limits.startupCheckTimeout);
      expect(await checked).toMatchObject({ teamId: 'T1' });
    } finally {
      vi.useRealTimers();
    }
  });
});
