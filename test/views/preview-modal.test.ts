import { describe, expect, it } from 'vitest';
import type { Invite } from '../../src/domain/invitation.ts';
import type { InputProblem } from '../../src/domain/invite-input.ts';
import { textMessage } from '../../src/views/message.ts';
import {
  noPreviewModal,
  type Preview,
  previewModal,
  previewWaitingModal,
} from '../../src/views/preview-modal.ts';
import { buttonsOf, expectModalWithinLimits, peopleIn, wordsOf } from '../helpers/block-limits.ts';
import { acme, editor, invite, member, person, systemRole } from '../helpers/builders.ts';

const many = (count: number, role = editor) =>
  Array.from({ length: count }, (_, number) => invite(`p${number}@x.example`, role));

/** An address that takes as much room in a message as one can. */
const widest = (number: number) => `${'&'.repeat(241)}${number}@x.example`;
/** One that is as long as an address can be. */
const long = (number: number) => `${'&'.repeat(60)}${number}@${'x'.repeat(181)}.example`;
const preview = (about: Partial<Preview> = {}): Preview => ({
  organization: acme,
  approvals: [],
  fresh: [invite('ada@example.com'), invite('grace@example.com')],
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
      '*2 people* will be invited to *Acme Robotics* as *Editor*.',
      '*Editor* (2)',
      'ada@example.com, grace@example.com',
      'Nothing is sent until you press Send. Back leads to the form, with everything in it.',
    ]);
  });

  it('promises nothing while nobody can decide about it', () => {
    expect(wordsOf(show({ isUndecided: true }))).toContain('*2 people* are to be invited to');
    expect(wordsOf(show({ isUndecided: true, fresh: [invite('ada@example.com')] }))).toContain(
      '*1 person* is to be invited to',
    );
    expect(wordsOf(show({ isUndecided: true }))).toContain(
      'whether you may give these roles is decided when Piper is back, before anything is sent.',
    );
  });

  it('names who is more than a quota leaves room for', () => {
    const overQuota = { invitees: [{ address: 'joe@example.com' }], limit: 20 };
    expect(wordsOf(show({ overQuota }))).toContain(
      '*1 person* is left out, since you can invite 20 people within 24 hours: joe@example.com.',
    );
    const none = show({ overQuota, fresh: [] });
    expect(wordsOf(none)).toContain('Nobody can be invited now.');
    expect(none.submit).toBeUndefined();
  });

  it('names everybody by role, the highest role first, in a section of its own', () => {
    const fresh = [
      invite('a@x.example', systemRole('Viewer')),
      invite('b@x.example', systemRole('Editor')),
      invite('c@x.example', systemRole('Admin')),
      invite('d@x.example', systemRole('Editor')),
    ];
    const view = show({ fresh });
    expect(wordsOf(view).split('\n').slice(0, -1)).toEqual([
      '*4 people* will be invited to *Acme Robotics*: *Admin* (1), *Editor* (2) and *Viewer* (1).',
      '*Admin* (1)',
      'c@x.example',
      '*Editor* (2)',
      'b@x.example, d@x.example',
      '*Viewer* (1)',
      'a@x.example',
    ]);
    expect(view.blocks).toHaveLength(5);
  });

  it('shows the only one who gets another role beside hundreds', () => {
    const fresh = [
      ...many(499, systemRole('Viewer')),
      invite('eve@x.example', systemRole('Admin')),
    ];
    const lines = wordsOf(show({ fresh })).split('\n');
    expect(lines[0]).toContain(': *Admin* (1) and *Viewer* (499).');
    expect(lines.slice(2, 4)).toEqual(['*Admin* (1)', 'eve@x.example']);
  });

  it('names five hundred people, without a button to a list', () => {
    const view = show({ fresh: many(500) });
    expect(peopleIn(wordsOf(view))).toBe(500);
    expect(wordsOf(view)).not.toContain('more');
    expect(buttonsOf(view)).toEqual([]);
    expectModalWithinLimits(view);
  });

  it('names people by their mention, and nothing of a name or a role is markup', () => {
    const fresh = [
      { invitee: { address: 'bob@x.example', userId: 'UBOB' }, role: editor },
      invite('r&d@x.example', { id: 'r', name: '<!here> R&D' }),
    ];
    const words = wordsOf(show({ fresh }));
    expect(words).toContain('*&lt;!here&gt; R&amp;D* (1)\nr&amp;d@x.example');
    expect(words).toContain('*Editor* (1)\n<@UBOB>\n');
  });

  it('counts more than ten people by domain', () => {
    const domains = (fresh: readonly Invite[]) =>
      /^By domain: .*$/m.exec(wordsOf(show({ fresh })))?.[0];
    const gmail = [invite('ada@GMAIL.com'), invite('grace@gmail.com')];
    expect(domains([...many(8), ...gmail])).toBeUndefined();
    expect(domains([...many(9), ...gmail])).toBe('By domain: 9 x.example, 2 gmail.com.');

    const others = ['d', 'b', 'a', 'e', 'c'].map((name) => invite(`ada@${name}.example`));
    const beside = (count: number) => domains([...many(9), ...gmail, ...others.slice(0, count)]);
    const start = 'By domain: 9 x.example, 2 gmail.com, 1 a.example, 1 b.example';
    expect(beside(3)).toBe(`${start}, 1 d.example.`);
    expect(beside(4)).toBe(`${start}, 1 d.example and 1 more domain.`);
    expect(beside(5)).toBe(`${start}, 1 c.example and 2 more domains.`);
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
      '"ada@" and "&lt;!here&gt;" aren\'t e-mail addresses.',
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
    expect(wordsOf(view)).toContain('Everybody here is already in');
    expectModalWithinLimits(view);
  });

  it.each([1, 2, 30, 31, 500])(
    "keeps within Slack's limits with five hundred people in %d roles, and with everything else long",
    (roles) => {
      const five = Array.from({ length: 500 }, (_, number) => number);
      const known = five.map((number) => ({
        invitee: { address: widest(number) },
        member: member(widest(number), { roleName: '&'.repeat(200) }),
      }));
      const ids = five.map((number) => `U${String(number).padStart(10, '0')}`);
      const problems: InputProblem[] = [
        ...(['bot', 'deactivated', 'no_address'] as const).map((kind) => ({
          part: 'people' as const,
          kind,
          people: ids.map((id) => person({ id })),
        })),
        { part: 'people', kind: 'not_found', userIds: ids },
        { part: 'addresses', kind: 'not_an_address', words: five.map(widest) },
        { part: 'file', kind: 'domain', addresses: five.map(widest), domains: ['acme.example'] },
        {
          part: 'file',
          kind: 'not_understood',
          lines: five.map((number) => ({
            number,
            text: widest(number),
            why: 'no_address' as const,
          })),
        },
        {
          part: 'file',
          kind: 'left_out',
          leftOut: five.map((line) => ({
            line,
            who: widest(line),
            why: 'other_column',
            says: widest(line),
          })),
        },
        { part: 'file', kind: 'line_roles', names: five.map(widest), count: 500 },
        { part: 'file', kind: 'several_roles', addresses: five.map(widest) },
      ];
      const view = show({
        fresh: five.map((number) =>
          invite(widest(number), { id: `r${number % roles}`, name: widest(number) }),
        ),
        members: known,
        pending: known,
        isListRead: false,
        groups: five
          .slice(0, 20)
          .map((number) => ({ part: 'channels', id: `C${number}`, count: 9 })),
        leftOut: (['bot', 'deactivated', 'external', 'guest', 'no_address'] as const).map(
          (why) => ({
            why,
            userIds: ids,
          }),
        ),
        problems,
        repeated: 500,
      });
      expectModalWithinLimits(view);
      expect(view.blocks.length).toBeLessThanOrEqual(100);
      expect(buttonsOf(view)).toEqual(['preview_all']);
    },
  );
});

describe('a preview of more people than fit', () => {
  const fresh = (roles: number) =>
    Array.from({ length: 500 }, (_, number) =>
      invite(long(number), { id: `r${number % roles}`, name: `Role ${number % roles}` }),
    );
  /** How many are named below each role, how many are counted after them, and the number above them. */
  const groupsOf = (words: string) =>
    words
      .split(/(?=^\*.*\* \(\d+\)$)/m)
      .slice(1)
      .map((group) => ({
        count: Number(/\((\d+)\)/.exec(group)?.[1]),
        named: [...group.matchAll(/@x{181}/g)].length,
        more: Number(/ and (\d+) more$/m.exec(group)?.[1] ?? 0),
      }));

  it('counts the rest after the first of each role, and has a button to see all', () => {
    const view = show({ fresh: fresh(3) });
    const groups = groupsOf(wordsOf(view));
    expect(groups.map(({ count }) => count)).toEqual([167, 167, 166]);
    for (const { count, named, more } of groups) {
      expect(named).toBeGreaterThan(20);
      expect(more).toBeGreaterThan(20);
      expect(named + more).toBe(count);
    }
    expect(view.blocks).toContainEqual({
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'preview_all',
          text: { type: 'plain_text', text: 'See all' },
          value: 'draft-1 0',
        },
      ],
    });
  });

  it('names whoever gets a rare role, however many others there are', () => {
    const rare = invite('eve@x.example', { id: 'rare', name: 'Zoo keeper' });
    expect(wordsOf(show({ fresh: [...fresh(29), rare] }))).toContain(
      '*Zoo keeper* (1)\neve@x.example',
    );
  });

  it('counts those with further roles where there are more than thirty', () => {
    const words = wordsOf(show({ fresh: fresh(50) }));
    const groups = groupsOf(words);
    expect(groups).toHaveLength(30);
    const shown = groups.reduce((sum, { count }) => sum + count, 0);
    expect(words.split('\n')).toContain(`And ${500 - shown} people with 20 other roles.`);
    expect(wordsOf(show({ fresh: fresh(31) }))).toMatch(/^And 16 people with another role\.$/m);
  });
});

describe('what was not understood', () => {
  const lines = (...texts: string[]) =>
    texts.map((text, at) => ({ number: at + 2, text, why: 'no_address' as const }));
  const wordsAbout = (problem: InputProblem) => wordsOf(show({ problems: [problem] }));

  it('is quoted with its line, what has an @ first', () => {
    const problem: InputProblem = {
      part: 'file',
      kind: 'not_understood',
      lines: lines('Bob', 'grace@', '<!here>', 'eve@x'),
    };
    expect(wordsAbout(problem).split('\n')).toContain(
      'The file has 4 lines without an e-mail address that I understand. Line 3: "grace@". Line 5: "eve@x". Line 2: "Bob". Line 4: "&lt;!here&gt;".',
    );
  });

  it.each([
    [6, 'Line 6: "w4". And 1 more line.'],
    [40, 'Line 6: "w4". And 35 more lines.'],
  ])('is counted after the first five of %d lines', (count, end) => {
    const words = Array.from({ length: count }, (_, at) => `w${at}`);
    const text = wordsAbout({ part: 'file', kind: 'not_understood', lines: lines(...words) });
    expect(text).toContain(end);
    expect(text).not.toContain('w5');
  });

  it('is quoted where it was typed, what has an @ first', () => {
    const words = ['Ada', 'and', 'Grace', 'or', 'Joan', 'eve@'];
    expect(wordsAbout({ part: 'addresses', kind: 'not_an_address', words })).toContain(
      '"eve@", "Ada", "and", "Grace", "or" and 1 more aren\'t e-mail addresses.',
    );
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
    expect(view.close?.text).toBe('Back');
    expectModalWithinLimits(view);
  });

  it('leads back to the form where there is nobody to invite', () => {
    expect(show({ fresh: [] }).close?.text).toBe('Back');
  });
});

describe('without a form behind', () => {
  const alone = { isAlone: true };

  it('says nothing of a form that it could lead back to', () => {
    const view = previewModal('draft-1', preview(), alone);
    expect(view.close?.text).toBe('Cancel');
    expect(wordsOf(view).split('\n').at(-1)).toBe('Nothing is sent until you press Send.');
  });

  it('can be given up while people are being looked up', () => {
    expect(previewWaitingModal('draft-1', alone).close?.text).toBe('Cancel');
  });

  it('is only to be closed where nothing can be sent', () => {
    expect(noPreviewModal(textMessage(['No.']), alone).close?.text).toBe('Close');
    expect(previewModal('draft-1', preview({ fresh: [] }), alone).close?.text).toBe('Close');
  });
});
