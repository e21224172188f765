import { describe, expect, it } from 'vitest';
import type { TokenRemedy } from '../../src/domain/token-remedy.ts';
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
  unreadableConnectionMessage,
} from '../../src/views/connection-messages.ts';
import type { Message } from '../../src/views/message.ts';
import {
  noRenewalMessage,
  renewalAskedBeforeMessage,
  renewalAskedMessage,
  renewalNotAskedMessage,
  renewalWantedMessage,
  tokenRejectedMessage,
} from '../../src/views/renewal-messages.ts';
import { buttonsOf, expectWithinLimits } from '../helpers/block-limits.ts';
import { connection, everyDenialReason } from '../helpers/builders.ts';

const odd = { id: 'o', name: '<!channel> & *b*' };
const shownOdd = '*&lt;!channel&gt; &amp; ∗b∗*';
const members = { kind: 'members' } as const;

const wordsOfButtons = ({ blocks }: Message): string[] =>
  blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((each) => (each.type === 'button' ? [each.text.text] : []))
      : [],
  );

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
  const about = (remedy: TokenRemedy) => {
    const message = tokenRejectedMessage({ connection: connection(), remedy });
    return [message.text.split('\n')[1], buttonsOf(message), wordsOfButtons(message)];
  };

  it.each<[string, TokenRemedy, string, string[], string[]]>([
    [
      'can be renewed at once by those who may',
      { kind: 'renew', isConnector: false },
      'You can renew it with a new token that may read and add members.',
      ['open_connect'],
      ['Renew the token'],
    ],
    [
      'is of whoever connected',
      { kind: 'renew', isConnector: true },
      'You connected this workspace and can renew its token with one that may read and add members.',
      ['open_connect'],
      ['Renew the token'],
    ],
    [
      'is told to others with whom to ask',
      { kind: 'ask', connectedBy: 'UALICE', name: 'Alice', reach: 'workspace' },
      '<@UALICE> connected the workspace and can renew it; so can a workspace admin.',
      ['ask_renewal'],
      ['Ask @Alice'],
    ],
    [
      'can be asked for where Slack does not say the name',
      { kind: 'ask', connectedBy: 'UALICE', reach: 'enterprise' },
      '<@UALICE> connected the workspace and can renew it; so can an admin of your Slack organization.',
      ['ask_renewal'],
      ['Ask for a new token'],
    ],
    [
      'is of those who may connect where whoever did is gone',
      { kind: 'admins', inviteAdmins: ['UOP'], reach: 'workspace' },
      'A workspace admin, owner or <@UOP> can renew it. Ask one of them.',
      [],
      [],
    ],
    [
      'is of those of the whole organization where it holds there',
      { kind: 'admins', inviteAdmins: [], reach: 'enterprise' },
      'An admin of your Slack organization can renew it. Ask one of them.',
      [],
      [],
    ],
  ])('%s', (_, remedy, ...shown) => {
    expect(about(remedy)).toEqual(shown);
  });

  it('is asked for with how many invites wait, if any do', () => {
    const text = (waiting: number) => renewalWantedMessage('UBOB', connection(), waiting).text;
    const words = '<@UBOB> asks you to renew the platform token for *Acme Robotics*';
    expect([0, 1, 3].map(text)).toEqual([
      `${words}.`,
      `${words}; 1 invite waits for it.`,
      `${words}; 3 invites wait for it.`,
    ]);
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
    [
      'refused',
      tokenRejectedMessage({
        connection: connection({ organization: odd }),
        remedy: { kind: 'renew', isConnector: true },
      }),
    ],
    ['asked for', renewalWantedMessage('UBOB', connection({ organization: odd }), 2)],
    ['asked', renewalAskedMessage('UALICE', false)],
    ['asked in doubt', renewalAskedMessage('UALICE', true)],
    ['asked before', renewalAskedBeforeMessage('UALICE', 1, true)],
    ['not asked', renewalNotAskedMessage('UALICE', ['UOP'], 'enterprise')],
    ['nothing to ask', noRenewalMessage({ kind: 'accepted' })],
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
