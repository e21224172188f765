import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { err, ok } from '../../src/domain/result.ts';
import { statusMessage } from '../../src/views/status.ts';
import { buttonsOf, expectWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import {
  acme,
  connection,
  editor,
  everyFailure,
  numberedRoles,
  viewer,
} from '../helpers/builders.ts';

const status = (about: Partial<Parameters<typeof statusMessage>[0]> = {}) =>
  statusMessage({
    connection: connection(),
    organization: acme,
    isFixed: false,
    inviters: { kind: 'admins' },
    roles: ok([editor, viewer]),
    toInvite: { allowed: true },
    mayConnect: false,
    own: { kind: 'known', own: editor },
    given: [viewer, editor],
    isConnector: false,
    ...about,
  });

describe('the status of a connected workspace', () => {
  it('says to what it is connected, by whom, and with which token', () => {
    const words = wordsOf(status({ mayConnect: true }));
    expect(words).toContain('connected to *Acme Robotics*');
    expect(words).toContain('Connected by <@UALICE>');
    expect(words).toContain('`pat_abc...xyz`');
    expect(words).toContain("Piper doesn't say when it expires");
  });

  it('shows the token to nobody who may not connect, and says of one that it never expires', () => {
    const words = wordsOf(status({ connection: connection({ neverExpires: true }) }));
    expect(words).toContain('Platform token: never expires.');
    expect(words).not.toContain('pat_');
  });

  it("leads to Piper's own pages, where it is known where they are", () => {
    const pages = { members: 'https://a.io/m', roles: 'https://a.io/r', tokens: 'https://a.io/t' };
    expect(wordsOf(status({ pages }))).toContain('<https://a.io/t|platform tokens>');
    expect(wordsOf(status())).not.toContain('In Piper:');
  });

  it('says when the token expires where that is known', () => {
    const expiresAt = Date.parse('2027-01-01T00:00:00Z');
    const words = wordsOf(status({ connection: connection({ expiresAt }) }));
    expect(words).toContain('expires <!date^1798761600^{date_long}|2027-01-01>');
  });

  it('says who may invite, whom, as what, and where it is told', () => {
    const settings = {
      whoMayInvite: { kind: 'admins' as const },
      defaultRoleId: viewer.id,
      channel: 'C1',
      domains: ['acme.example', 'beta.example'],
    };
    const words = wordsOf(
      status({
        connection: connection({ settings }),
        inviters: { kind: 'chosen', userIds: ['UBOB'], userGroupIds: ['S1'] },
      }),
    );
    expect(words).toContain('Workspace admins, owners, <@UBOB> and <!subteam^S1> can invite.');
    expect(words).toContain('*Editor* and *Viewer*');
    expect(words).toContain('default role is *Viewer*');
    expect(words).toContain('acme.example or beta.example');
    expect(words).toContain('<#C1>');
  });

  it.each([
    [{ toInvite: { allowed: true } as const, mayConnect: true }, 'You can invite and change'],
    [{ toInvite: { allowed: true } as const, mayConnect: false }, 'You can invite.'],
    [
      { toInvite: { allowed: false, reason: 'guest' } as const, mayConnect: false },
      "You can't invite.",
    ],
  ])('says what the asking person may do: %j', (about, words) => {
    expect(wordsOf(status(about))).toContain(words);
  });

  it('has buttons for those who may use them', () => {
    expect(buttonsOf(status())).toEqual([]);
    expect(buttonsOf(status({ mayConnect: true }))).toEqual([
      'open_connect',
      'open_settings',
      'open_disconnect',
    ]);
  });

  it('is still told where the roles cannot be read', () => {
    for (const failure of everyFailure) {
      const message = status({ roles: err<PiperFailure>(failure) });
      expect(wordsOf(message)).toContain("The roles can't be read.");
      expectWithinLimits(message);
    }
  });

  it('is within what Slack takes, however much there is to say', () => {
    const name = '<&>'.repeat(85);
    const userIds = Array.from({ length: 100 }, (_, at) => `U${at}`);
    expectWithinLimits(
      status({
        organization: { id: 'o', name },
        roles: ok(numberedRoles(500).map((role) => ({ ...role, name: `${'n'.repeat(100)}` }))),
        inviters: { kind: 'chosen', userIds, userGroupIds: [] },
        connection: connection({
          settings: {
            whoMayInvite: { kind: 'admins' },
            domains: Array.from({ length: 80 }, (_, at) => `domain-${at}.example`),
          },
        }),
        mayConnect: true,
      }),
    );
  });
});

describe('the status of a workspace whose token Piper refuses', () => {
  it('says so first, and offers to renew it', () => {
    const message = status({ token: { kind: 'renew', isConnector: true }, mayConnect: true });
    expect(message.text).toMatch(
      /^Piper no longer lets this workspace's platform token invite people/,
    );
    expect(buttonsOf(message)[0]).toBe('open_connect');
    expect(wordsOf(message)).not.toContain('Roles that can be given');
    const asking = status({
      token: { kind: 'ask', connectedBy: 'UALICE', name: 'alice', reach: 'workspace' },
    });
    expect(buttonsOf(asking)).toEqual(['ask_renewal']);
  });
});

describe('the status of a workspace that its operator connected', () => {
  it('has no token to show and no button to press', () => {
    const message = status({
      isFixed: true,
      mayConnect: true,
      connection: connection({ connectedBy: '', tokenPreview: '', connectedAt: 0 }),
    });
    expect(wordsOf(message)).toContain('Connected by whoever runs piper-invite.');
    expect(wordsOf(message)).not.toMatch(/<@>|Platform token|change the connection/);
    expect(buttonsOf(message)).toEqual([]);
  });
});
