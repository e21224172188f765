import { describe, expect, it } from 'vitest';
import type { OptionalFeature } from '../../src/ids.ts';
import {
  type Abilities,
  helpMessage,
  impossibleMessage,
  incompleteMessage,
  notUnderstoodMessage,
} from '../../src/views/help.ts';
import { expectWithinLimits } from '../helpers/block-limits.ts';
import { chosen } from '../helpers/builders.ts';

const helped = (abilities: Partial<Abilities> = {}) =>
  ({
    kind: 'connected',
    organization: 'Acme',
    helper: 'UALICE',
    inviters: chosen('U1'),
    abilities: {
      toInvite: 'at_once',
      changesRoles: false,
      connects: false,
      isFixed: false,
      isAskable: false,
      ...abilities,
    },
  }) as const;

/** The commands of the lines, without their arguments. */
const waysIn = (text: string) =>
  [...text.matchAll(/^• `\/piper-invite ([^` ]*)/gm)].map(([, word]) => word);
const buttonsIn = ({ blocks }: ReturnType<typeof helpMessage>) =>
  blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.map((element) => ('value' in element ? element.value : undefined))
      : [],
  );

describe('help', () => {
  it.each([
    ['an inviter', {}, 'ada@example.com list history check status link', 'invite list status'],
    [
      'an asker',
      { toInvite: 'asking', isAskable: true },
      'ada@example.com check requests status link',
      'invite',
    ],
    [
      'whoever changes roles, and invites nobody',
      { toInvite: { denied: 'not_chosen' }, changesRoles: true },
      'check role status link',
      '',
    ],
    [
      'whoever may connect',
      { connects: true, changesRoles: true },
      'ada@example.com list history check role status link settings connect',
      'invite list status settings',
    ],
    [
      'an operator whose settings connect the workspace',
      { connects: true, isFixed: true },
      'ada@example.com list history check status link',
      'invite list status',
    ],
    ['a guest', { toInvite: { denied: 'guest' } }, '', ''],
  ] as const)('says what %s can do, and has buttons for it', (_, abilities, ways, buttons) => {
    const message = helpMessage(helped(abilities));
    expect(waysIn(message.text).join(' ')).toBe(ways);
    expect(buttonsIn(message).join(' ')).toBe(buttons);
    // Whoever may open the form is told where else it opens.
    expect(message.text.includes('• The shortcut *Invite to Piper*')).toBe(
      buttons.startsWith('invite'),
    );
    expect(message.text).toContain('go to <@UALICE>, who connected it');
    expectWithinLimits({
      ...message,
      blocks: message.blocks.filter(({ type }) => type !== 'actions'),
    });
  });

  it("leads full members to Piper's own pages, where it is known where they are", () => {
    const pages = {
      members: 'https://app.example.com/members',
      roles: 'https://app.example.com/roles',
      tokens: 'https://app.example.com/tokens',
    };
    const link = 'In Piper: <https://app.example.com/members|members>';
    expect(helpMessage({ ...helped(), pages }).text).toContain(link);
    expect(helpMessage({ ...helped({ toInvite: { denied: 'guest' } }), pages }).text).not.toContain(
      link,
    );
    expect(helpMessage(helped()).text).not.toContain('In Piper:');
    expect(impossibleMessage('remove', pages).text).toContain(
      'look in Piper, on <https://app.example.com/members|its members page>.',
    );
  });

  it('says to whoever may do nothing here why, and who may', () => {
    expect(helpMessage(helped({ toInvite: { denied: 'guest' } })).text).toContain(
      "Guests can't invite to Piper.",
    );
    expect(helpMessage(helped({ toInvite: { denied: 'not_chosen' } })).text).toContain(
      'Only workspace admins, owners and <@U1> can invite to Piper',
    );
  });

  it('says where nothing is connected yet who can do it, with a button for them', () => {
    const [admin, other] = [true, false].map((connects) =>
      helpMessage({ kind: 'not_connected', connects }),
    );
    expect(other?.text).toContain(
      "This workspace isn't connected to Piper yet. A workspace admin can connect it with `/piper-invite connect`.",
    );
    expect(admin && buttonsIn(admin)).toEqual(['connect']);
    expect(other && buttonsIn(other)).toEqual([]);
  });

  it('says what everybody may try where it is not known who asks', () => {
    expect(waysIn(helpMessage({ kind: 'unknown' }).text)).toContain('check');
  });

  it('says how to get what the form could offer besides, to those who can have that done', () => {
    const missing = ['userGroups', 'channels', 'file'] as const;
    expect(helpMessage(helped({ connects: true }), missing).text).toContain(
      'The form can also invite everybody in a user group, a channel or a file: whoever runs the app can give it `usergroups:read`, `channels:read`, `groups:read` and `files:read` in Slack (OAuth &amp; Permissions) and install it again.',
    );
    expect(helpMessage(helped(), missing).text).not.toContain('usergroups:read');
  });

  it('says how to get a file with the result of many invites', () => {
    const text = (missing: readonly OptionalFeature[]) =>
      helpMessage(helped({ connects: true }), missing).text;
    expect(text(['results'])).toContain(
      'I can send you the results of many invites, the history and the record as CSV files: whoever runs the app can give it `files:write` in Slack',
    );
    expect(text(['channels', 'results'])).toContain(
      'The form can also invite everybody in a channel, and I can send you the results of many invites, the history and the record as CSV files: whoever runs the app can give it `channels:read`, `groups:read` and `files:write` in Slack',
    );
  });
});

describe('what was not understood', () => {
  it('is told as it was typed, with an example and a button for help', () => {
    const message = notUnderstoodMessage(['<!here>', 'ada@']);
    expect(message.text).toContain(
      'I didn\'t understand "&lt;!here&gt;" and "ada@". Nobody was invited.',
    );
    expect(message.text).toContain(
      'Type `/piper-invite ada@example.com as Editor` to invite somebody',
    );
    expect(buttonsIn(message)).toEqual(['help']);
  });

  it.each([
    ['many words', Array.from({ length: 1_000 }, (_, at) => `word-${at}`)],
    ['long words', Array.from({ length: 5 }, () => '&'.repeat(4_000))],
  ])("keeps within Slack's limits with %s", (_, words) => {
    const { text, blocks } = notUnderstoodMessage(words);
    expectWithinLimits({ text, blocks: blocks.filter(({ type }) => type !== 'actions') });
    expectWithinLimits(incompleteMessage('role', words));
  });
});
