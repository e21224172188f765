import { describe, expect, it } from 'vitest';
import { StartError } from '../src/installation/preflight.ts';
import { startApp } from './helpers/app.ts';
import { eventually } from './helpers/eventually.ts';
import { hold } from './helpers/held.ts';
import { organizationId } from './helpers/piper.ts';
import { team, users } from './helpers/slack.ts';

describe('starting', () => {
  const messageOf = (start: Promise<unknown>) =>
    start.then(
      () => 'started',
      (error: unknown) => (error instanceof StartError ? error.message : error),
    );

  it('names the scopes that the Slack app lacks', async () => {
    const start = startApp({
      beforeStart: (slack) => {
        slack.grants.scopes = ['commands', 'chat:write', 'users:read'];
      },
    });
    expect(await messageOf(start)).toMatch(
      /^The Slack app lacks the scopes chat:write\.public, users:read\.email\. Add them /,
    );
  });

  it('goes on where Slack does not tell the scopes', async () => {
    const app = await startApp({
      beforeStart: (slack) => {
        slack.grants.scopes = undefined;
      },
    });
    expect((await app.command('help')).status).toBe(200);
  });

  it('names an organization that the token cannot see, and the ones that it can', async () => {
    const start = startApp({ env: { PIPER_ORG_ID: 'another' } });
    expect(await messageOf(start)).toContain(
      "PIPER_ORG_ID isn't an organization that PIPER_TOKEN can see (the token sees Acme Robotics (11111111-",
    );
  });

  it('names a token that may not read members', async () => {
    const start = startApp({
      beforeStart: (_, piper) => {
        piper.onGet = (name) =>
          name === 'members' ? [403, { detail: 'Missing permission: members:read' }] : undefined;
      },
    });
    expect(await messageOf(start)).toContain(
      "PIPER_TOKEN may not read the organization's members or roles (Missing permission: members:read).",
    );
  });

  it('names everything at once', async () => {
    const start = startApp({
      beforeStart: (slack, piper) => {
        slack.fail('auth.test', 'token_revoked');
        piper.onGet = () => [401, { detail: 'Expired' }];
      },
    });
    const message = await messageOf(start);
    expect(message).toContain("Slack doesn't accept SLACK_BOT_TOKEN (token_revoked).");
    expect(message).toContain("Piper doesn't accept PIPER_TOKEN (Expired).");
  });

  it('goes on when Piper merely does not answer', async () => {
    const app = await startApp({
      beforeStart: (_, piper) => {
        piper.onGet = () => [503, 'down'];
      },
    });
    app.piper.onGet = undefined;
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.said().inChannel).toHaveLength(1);
  });
});

describe('stopping', () => {
  it('lets what is under way finish and be told', async () => {
    const app = await startApp();
    const { held, release } = hold();
    app.piper.beforeAdd = () => held;
    await app.submitInvite({ people: [users.bob.id] });
    await eventually(() => expect(app.journal.of('POST members')).toHaveLength(1));
    expect(app.said().inChannel).toEqual([]);
    const stopped = app.stop();
    release();
    await stopped;
    expect(app.said().inChannel).toHaveLength(1);
  });
});

describe('the log', () => {
  it('tells of every request with its reference, and of nothing secret', async () => {
    const app = await startApp();
    app.piper.onAdd = () => [403, { detail: 'the token pat_test_platform_token may not' }];
    await app.command('');
    await app.command('ada@example.com as Editor pat_pasted_by_mistake');
    await app.submitInvite({
      addresses: 'ada@example.com',
      note: 'my token is xoxb-pasted-by-mistake',
    });
    await app.finish();
    expect(app.logText()).not.toMatch(/pasted.by.mistake/);
    expect(app.said().privately.join('\n')).toMatch(/the token pat.… may not/);
    const about = {
      ref: expect.stringMatching(/^\w{6}$/),
      workspace: team,
      organization: organizationId,
      batch: expect.any(String),
    };
    expect(app.logged('"batch stored"')).toMatchObject([
      { ...about, invitations: 1, durationMs: expect.any(Number) },
    ]);
    expect(app.logged('"invitation failed"')).toMatchObject([
      { ...about, invitation: expect.any(String), attempts: 1 },
    ]);
  });

  it('tells how long a batch took from being stored to its confirmation', async () => {
    const app = await startApp();
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.logged('"confirmation posted"')).toMatchObject([
      {
        level: 'info',
        ref: expect.stringMatching(/^\w{6}$/),
        workspace: team,
        organization: organizationId,
        batch: expect.any(String),
        durationMs: expect.any(Number),
      },
    ]);
  });
});
