import { describe, expect, it } from 'vitest';
import type { InputProblem } from '../../src/domain/invite-input.ts';
import { textMessage } from '../../src/views/message.ts';
import {
  noPreviewModal,
  type Preview,
  previewModal,
  previewWaitingModal,
} from '../../src/views/preview-modal.ts';
import { expectModalWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import { acme, editor, member, person, viewer } from '../helpers/builders.ts';

const at = (address: string, role = editor) => ({ invitee: { address }, role });
const preview = (about: Partial<Preview> = {}): Preview => ({
  organization: acme,
  fresh: [at('ada@example.com'), at('grace@example.com')],
  members: [],
  pending: [],
  isListRead: true,
  groups: [],
  leftOut: [],
  problems: [],
  repeated: 0,
  ...about,
});
const show = (about: Partial<Preview> = {}) => previewModal('draft-1', preview(about));

describe('a preview', () => {
  it('says who will be invited into what, and offers to send it', () => {
    const view = show();
    expect(view).toMatchObject({
      callback_id: 'invite_preview',
      private_metadata: 'draft-1',
      title: { text: 'Check and send' },
      submit: { text: 'Send 2 invites' },
      close: { text: 'Back' },
    });
    expect(wordsOf(view).split('\n')).toEqual([
      '*2 people* will be invited to *Acme Robotics* as *Editor*:',
      'ada@example.com and grace@example.com',
      'Nothing was sent yet. Back leads to the form, with everything in it.',
    ]);
  });

  it('names roles with how many get each', () => {
    const fresh = [at('a@x.example'), at('b@x.example', viewer), at('c@x.example')];
    expect(wordsOf(show({ fresh }))).toContain('as *Editor* (2) and *Viewer* (1):');
  });

  it('names the first of many, and counts the others', () => {
    const fresh = Array.from({ length: 100 }, (_, number) => at(`p${number}@x.example`));
    expect(wordsOf(show({ fresh }))).toContain('p14@x.example and 85 more');
  });

  it('says who is a member already, as what, and who was invited already', () => {
    const view = show({
      members: [
        {
          invitee: { address: 'bob@x.example', userId: 'UBOB' },
          member: member('bob@x.example', { roleName: 'R&D' }),
        },
      ],
      pending: ['eve', 'joe'].map((name) => ({
        invitee: { address: `${name}@x.example` },
        member: member(`${name}@x.example`),
      })),
    });
    expect(wordsOf(view)).toContain('*1 person* is a member already: <@UBOB> (R&amp;D)');
    expect(wordsOf(view)).toContain(
      "*2 people* are invited already and haven't joined yet: eve@x.example (Editor) and joe@x.example (Editor)",
    );
    expect(view.submit?.text).toBe('Send 2 invites');
  });

  it('says who is left out, and why', () => {
    const words = wordsOf(
      show({
        leftOut: [
          { why: 'guest', userIds: ['U1', 'U2'] },
          { why: 'bot', userIds: ['U3'] },
          { why: 'deactivated', userIds: ['U4'] },
          { why: 'external', userIds: ['U5'] },
          { why: 'no_address', userIds: ['U6'] },
        ],
        problems: [
          { part: 'people', kind: 'bot', people: [person({ id: 'UROBOT' })] },
          { part: 'addresses', kind: 'not_an_address', words: ['<!here>', 'ada@'] },
          { part: 'file', kind: 'line_roles', names: ['Boss'], count: 3 },
          { part: 'file', kind: 'several_roles', addresses: ['a@x.example'] },
          {
            part: 'file',
            kind: 'not_understood',
            lines: [
              { number: 7, text: 'Bob', why: 'no_address' },
              { number: 9, text: 'Eve, <eve@x.example>', why: 'misplaced' },
            ],
          },
          {
            part: 'file',
            kind: 'left_out',
            leftOut: [
              { line: 3, who: 'gone@x.example', why: 'deactivated', says: '<Deactivated>' },
              { line: 5, who: 'left@x.example', why: 'deactivated', says: '<Deactivated>' },
              { line: 4, who: 'Zapier', why: 'bot', says: 'Bot' },
              { line: 2, who: 'a@home.example', why: 'other_column', says: 'Recovery Email' },
              { line: 1, who: 'b@x.example', why: 'other_sheet', says: 'Team B' },
            ],
          },
        ],
      }),
    );
    for (const line of [
      'Left out: <@U1> and <@U2> are guests.',
      'Left out: <@U3> is a bot.',
      'Left out: <@U4> is deactivated.',
      'Left out: <@U5> is from another workspace.',
      'Left out: <@U6> has no e-mail address in Slack.',
      "<@UROBOT> is a bot and can't be invited.",
      '"&lt;!here&gt;" and "ada@" aren\'t e-mail addresses.',
      'The file gives 3 people a role that can\'t be given from here: "Boss".',
      'The file gives more than one role to a@x.example.',
      'Line 7 of the file has no e-mail address that I understand: "Bob". ' +
        'Line 9 of the file has an e-mail address, but not where the people are: "Eve, &lt;eve@x.example&gt;".',
      'Left out, since the file says "&lt;Deactivated&gt;": gone@x.example (line 3) and left@x.example (line 5). ' +
        'Left out, since the file says "Bot": Zapier (line 4). ' +
        'The column "Recovery Email" was left out, since another one has people\'s addresses: a@home.example (line 2). ' +
        'The sheet "Team B" was left out, since only the first one with addresses is read: b@x.example (line 1).',
    ]) {
      expect(words.split('\n')).toContain(line);
    }
  });

  it('says how many are in channels and user groups, and how many were named twice', () => {
    const view = show({
      groups: [
        { part: 'channels', id: 'C1', count: 34 },
        { part: 'userGroups', id: 'S1', count: 1 },
      ],
      repeated: 4,
    });
    expect(wordsOf(view)).toContain('<#C1> has 34 people and <!subteam^S1> has 1 person.');
    expect(wordsOf(view)).toContain('4 duplicates were merged: everybody is invited once.');
    expect(wordsOf(show({ repeated: 1 }))).toContain('Somebody was named twice');
  });

  it('can be sent all the same where the member list cannot be read', () => {
    const view = show({ isListRead: false });
    expect(wordsOf(view)).toContain("I can't read Piper's member list right now");
    expect(view.submit).toBeDefined();
  });

  it('has nothing to send where there is nobody new', () => {
    const view = show({ fresh: [] });
    expect(view).not.toHaveProperty('submit');
    expect(wordsOf(view)).toContain('There is nobody to invite');
    expectModalWithinLimits(view);
  });

  it("keeps within Slack's limits with five hundred people, and with everything else long", () => {
    const long = (number: number) => `${'&'.repeat(60)}${number}@${'x'.repeat(180)}.example`;
    const five = Array.from({ length: 500 }, (_, number) => number);
    const known = five.map((number) => ({
      invitee: { address: long(number) },
      member: member(long(number), { roleName: '&'.repeat(200) }),
    }));
    const ids = five.map((number) => `U${String(number).padStart(10, '0')}`);
    const problems: InputProblem[] = [
      ...(['bot', 'deactivated', 'no_address'] as const).map((kind) => ({
        part: 'people' as const,
        kind,
        people: ids.map((id) => person({ id })),
      })),
      { part: 'people', kind: 'not_found', userIds: ids },
      { part: 'addresses', kind: 'not_an_address', words: five.map(long) },
      { part: 'file', kind: 'domain', addresses: five.map(long), domains: ['acme.example'] },
      {
        part: 'file',
        kind: 'not_understood',
        lines: five.map((number) => ({ number, text: long(number), why: 'no_address' as const })),
      },
      {
        part: 'file',
        kind: 'left_out',
        leftOut: five.map((line) => ({
          line,
          who: long(line),
          why: 'other_column',
          says: long(line),
        })),
      },
      { part: 'file', kind: 'line_roles', names: five.map(long), count: 500 },
      { part: 'file', kind: 'several_roles', addresses: five.map(long) },
    ];
    const view = show({
      fresh: five.map((number) => at(long(number), { id: `r${number}`, name: long(number) })),
      members: known,
      pending: known,
      isListRead: false,
      groups: five.slice(0, 20).map((number) => ({ part: 'channels', id: `C${number}`, count: 9 })),
      leftOut: (['bot', 'deactivated', 'external', 'guest', 'no_address'] as const).map((why) => ({
        why,
        userIds: ids,
      })),
      problems,
      repeated: 500,
    });
    expectModalWithinLimits(view);
  });
});

describe('on top of the form', () => {
  it('shows that people are being looked up, under an id of its own', () => {
    const view = previewWaitingModal('draft-1');
    expect(view).toMatchObject({ external_id: 'draft-1', close: { text: 'Back' } });
    expectModalWithinLimits(view);
  });

  it('shows why there is no preview', () => {
    const view = noPreviewModal(textMessage(['No.']));
    expect(wordsOf(view)).toBe('No.');
    expect(view).not.toHaveProperty('submit');
    expectModalWithinLimits(view);
  });
});
