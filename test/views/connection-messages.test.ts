import { describe, expect, it } from 'vitest';
import {
  connectDenialMessage,
  connectedAnnouncement,
  connectedMessage,
  disconnectedMessage,
  fixedConnectionMessage,
  notConnectedMessage,
  nothingToChangeMessage,
  settingsChangedMessage,
  startAgainMessage,
  tokenExpiringMessage,
  tokenRejectedMessage,
  unreadableConnectionMessage,
} from '../../src/views/connection-messages.ts';
import { buttonsOf, expectWithinLimits } from '../helpers/block-limits.ts';
import { connection, everyDenialReason } from '../helpers/builders.ts';

const odd = { id: 'o', name: '<!channel> & *b*' };
const shownOdd = '*&lt;!channel&gt; &amp; ∗b∗*';
const members = { kind: 'members' } as const;

describe('a workspace that is not connected', () => {
  it('is told who can connect it', () => {
    const message = notConnectedMessage({ mayConnect: false, inviteAdmins: ['UOP'] });
    expect(message.text).toBe(
      "This workspace isn't connected to Piper yet, so nobody can be invited from here.\nA workspace admin, owner or <@UOP> can connect it. Ask one of them.",
    );
    expect(buttonsOf(message)).toEqual([]);
  });

  it('can be connected at once by those who may', () => {
    expect(buttonsOf(notConnectedMessage({ mayConnect: true, inviteAdmins: [] }))).toEqual([
      'open_connect',
    ]);
    expect(buttonsOf(nothingToChangeMessage({ mayConnect: true }))).toEqual(['open_connect']);
    expect(buttonsOf(nothingToChangeMessage({ mayConnect: false }))).toEqual([]);
  });
});

describe('a token that Piper refuses', () => {
  it('can be renewed at once by those who may', () => {
    const message = tokenRejectedMessage({ connection: connection(), mayConnect: true });
    expect(message.text).toContain('invite people to *Acme Robotics*');
    expect(buttonsOf(message)).toEqual(['open_connect']);
  });

  it('is told to others with whom to ask', () => {
    const message = tokenRejectedMessage({ connection: connection(), mayConnect: false });
    expect(message.text).toContain('<@UALICE> connected the workspace and can renew it');
    expect(buttonsOf(message)).toEqual([]);
  });
});

describe('a token that is about to expire', () => {
  it.each([
    [7, 'within 7 days'],
    [1, 'within a day'],
  ])('in %d days is told with its time and a way to renew it', (daysLeft, words) => {
    const expiresAt = Date.parse('2026-12-01T00:00:00Z');
    const message = tokenExpiringMessage({ connection: connection({ expiresAt }), daysLeft });
    expect(message.text).toContain(words);
    expect(message.text).toContain('<!date^1796083200^');
    expect(buttonsOf(message)).toEqual(['open_connect']);
  });
});

describe('a connection that was made', () => {
  it('is told to who made it, with what to do next', () => {
    const { text } = connectedMessage(odd, members);
    expect(text).toContain(`connected to ${shownOdd}`);
    expect(text).toContain('Type `/piper-invite` to invite somebody.');
    expect(text).toContain('Every full member of this workspace can invite.');
  });

  it('is told to the channel with who made it', () => {
    expect(connectedAnnouncement('UALICE', odd, members).text).toBe(
      `<@UALICE> connected this workspace to ${shownOdd} in Piper. Every full member of this workspace can invite people with \`/piper-invite\`.`,
    );
  });
});

describe('a connection whose token cannot be decrypted', () => {
  it('is told with the reference for the operator', () => {
    expect(unreadableConnectionMessage(false, '7f3k2q').text).toMatch(
      /can't be read.*Give whoever runs piper-invite this reference.*\nref 7f3k2q$/s,
    );
  });
});

describe('whoever may not connect', () => {
  const reaches = ['workspace', 'enterprise'] as const;
  it.each(everyDenialReason.flatMap((reason) => reaches.map((reach) => [reason, reach] as const)))(
    'is told why: %s, %s',
    (reason, reach) => {
      const message = connectDenialMessage(reason, ['UOP'], reach);
      expectWithinLimits(message);
      if (reason === 'not_chosen') expect(message.text).toContain('<@UOP>');
    },
  );
});

describe('every message about a connection', () => {
  it.each([
    ['not connected', notConnectedMessage({ mayConnect: true, inviteAdmins: [] })],
    ['refused', tokenRejectedMessage({ connection: connection(), mayConnect: true })],
    ['expiring', tokenExpiringMessage({ connection: connection({ expiresAt: 1 }), daysLeft: 7 })],
    ['unreadable', unreadableConnectionMessage(false, undefined)],
    ['altered', unreadableConnectionMessage(true, undefined)],
    ['fixed', fixedConnectionMessage()],
    ['nothing to change', nothingToChangeMessage({ mayConnect: true })],
    ['connected', connectedMessage(odd, members)],
    ['announced', connectedAnnouncement('UALICE', odd, members)],
    ['changed', settingsChangedMessage(odd, members)],
    ['disconnected', disconnectedMessage(odd, 2)],
    ['start again', startAgainMessage('connect')],
  ])('is one that Slack takes, and shows names as they are: %s', (_, message) => {
    expectWithinLimits(message);
    expect(message.text).not.toContain('<!channel>');
  });
});
