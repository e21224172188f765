import { describe, expect, it, vi } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Invite } from '../../src/domain/invitation.ts';
import type { InputProblem, InviteInput } from '../../src/domain/invite-input.ts';
import type { Role } from '../../src/domain/organization.ts';
import type { Person } from '../../src/domain/person.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { Authority } from '../../src/usecases/authority.ts';
import { prepareInvites } from '../../src/usecases/prepare-invites.ts';
import { connection, editor, person, viewer } from '../helpers/builders.ts';
import {
  at,
  inChannel,
  inFile,
  inGroup,
  inviteInput,
  slackPeople,
  user,
} from '../helpers/invite-input.ts';

const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };

const grace = person();
const bob = person({ id: 'UBOB', name: 'Bob', address: 'Bob@Example.com' });
const guest = person({ id: 'UGUEST', address: 'guest@example.com', isGuest: true });
const bot = person({ id: 'UBOT', isBot: true });
const outsider = person({ id: 'UOUT', isExternal: true });
const robot = person({ id: 'UROBOT', name: 'Robot', isBot: true });
const gone = person({ id: 'UGONE', name: 'Gone', isDeactivated: true });
const { address: _, ...nora } = person({ id: 'UNORA', name: 'Nora' });

type World = {
  roles?: () => Promise<Result<Role[], PiperFailure>>;
  isSlackDown?: boolean;
  settings?: Partial<ConnectionSettings>;
  /** What whoever asks may have done. */
  decide?: Authority['decide'];
  /** Further people of the workspace. */
  crowd?: Person[];
};

const everybody = [grace, bob, guest, bot, outsider, robot, gone, nora];

const surroundings = ({
  roles,
  isSlackDown,
  settings,
  crowd = [],
  decide = () => ({ kind: 'direct', reasons: [] }),
}: World) => ({
  people: slackPeople([...everybody, ...crowd], {
    unread: isSlackDown ? everybody.map(({ id }) => id) : [],
  }).people,
  connected: {
    piper: { roles: roles ?? (async () => ok([editor, viewer])) },
    connection: connection({
      settings: { whoMayInvite: { kind: 'admins' }, domains: [], ...settings },
    }),
  },
  authority: async () => ({ decide }),
});

const prepare = (input: Partial<InviteInput>, world: World = {}) =>
  prepareInvites(surroundings(world), inviteInput(input));

/** Everybody, or everything that is wrong. */
async function prepareAll(
  ...args: Parameters<typeof prepare>
): Promise<Result<Invite[], InputProblem[]>> {
  const { invitations, problems } = await prepare(...args);
  return problems.length > 0 ? err(problems) : ok(invitations);
}

/** Who would be invited, as `address as Role`. */
const sent = ({ invitations }: Awaited<ReturnType<typeof prepare>>) =>
  invitations.map(({ invitee, role }) => `${invitee.address} as ${role.name}`);

async function problemsOf(...args: Parameters<typeof prepareAll>): Promise<InputProblem[]> {
  const prepared = await prepareAll(...args);
  return prepared.ok ? [] : prepared.error;
}

const kinds = (problems: InputProblem[]) => problems.map(({ part, kind }) => `${part} ${kind}`);

describe('people of a channel', () => {
  it('are full members; the others are left out, which is no problem', async () => {
    const everybody = ['UGRACE', 'UGUEST', 'UBOT', 'UOUT', 'UNOBODY'].map(inChannel);
    const prepared = await prepare({ people: everybody });
    expect(sent(prepared)).toEqual(['grace@example.com as Editor']);
    expect(prepared.problems).toEqual([]);
    expect(prepared.leftOut).toEqual([
      { why: 'guest', userIds: ['UGUEST'] },
      { why: 'bot', userIds: ['UBOT'] },
      { why: 'external', userIds: ['UOUT', 'UNOBODY'] },
    ]);
  });

  it('are invited though they are guests where they are named themselves', async () => {
    const prepared = await prepare({ people: [user('UGUEST'), inChannel('UGUEST')] });
    expect(sent(prepared)).toEqual(['guest@example.com as Editor']);
    expect(prepared.leftOut).toEqual([]);
  });

  it('may be more than can be sent, as long as few of them are invited', async () => {
    const crowd = Array.from({ length: 600 }, (_, at) => inChannel(`U${at}`));
    const prepared = await prepare({ people: [...crowd, inChannel('UGRACE')] });
    expect(sent(prepared)).toHaveLength(1);
  });

  it('who are nobody to invite are a problem of the channel', async () => {
    const { problems } = await prepare({ people: [inChannel('UBOT')] });
    expect(problems).toEqual([{ part: 'channels', kind: 'nobody_there' }]);
  });
});

describe('somebody who is named more than once', () => {
  it('counts once, and every time more is counted', async () => {
    const prepared = await prepare({
      people: [at('GRACE@example.com'), user('UGRACE'), inChannel('UGRACE'), inFile('ada@x.io')],
    });
    expect(prepared.invitations.map(({ invitee }) => invitee)).toEqual([
      { address: 'grace@example.com', userId: 'UGRACE', name: 'Grace' },
      { address: 'ada@x.io' },
    ]);
    expect(prepared).toMatchObject({ count: 2, repeated: 2 });
  });

  it('gets the role that a file gives', async () => {
    const prepared = await prepare({
      people: [user('UGRACE'), inFile('grace@example.com', 'viewer'), inFile('ada@x.io')],
    });
    expect(sent(prepared)).toEqual(['grace@example.com as Viewer', 'ada@x.io as Editor']);
  });

  it('is not invited where a file gives them two roles, however they are spelled', async () => {
    const prepared = await prepare({
      people: [
        inFile('ada@x.io', 'Viewer'),
        inFile('ADA@x.io', 'Editor'),
        inFile('joe@x.io', 'viewer'),
        inFile('joe@x.io', 'VIEWER'),
      ],
    });
    expect(sent(prepared)).toEqual(['joe@x.io as Viewer']);
    expect(prepared.problems).toEqual([
      { part: 'file', kind: 'several_roles', addresses: ['ada@x.io'] },
    ]);
  });
});

describe('roles that a file gives', () => {
  const file = { people: [inFile('ada@x.io', 'Boss'), inFile('joe@x.io', 'Viewer')] };

  it('leave out those whose role there is not, or may not be given', async () => {
    const prepared = await prepare(file);
    expect(sent(prepared)).toEqual(['joe@x.io as Viewer']);
    expect(prepared.problems).toEqual([
      { part: 'file', kind: 'line_roles', names: ['Boss'], count: 1 },
    ]);
    const twice = await prepare({
      people: [
        inFile('ada@x.io', 'Boss'),
        inFile('ada@x.io', 'Viewer'),
        inFile('joe@x.io', 'Boss'),
      ],
    });
    expect(twice).toMatchObject({
      invitations: [],
      approvals: [],
      problems: [{ part: 'file', kind: 'line_roles', names: ['Boss'], count: 2 }],
    });
    const limited = await prepare(file, { settings: { roleIds: [editor.id] } });
    expect(limited.problems).toEqual([
      { part: 'file', kind: 'line_roles', names: ['Boss', 'Viewer'], count: 2 },
    ]);
  });

  it('let nobody be sent where Piper does not tell its roles', async () => {
    const people = [...file.people, inFile('eve@evil.example', 'Viewer')];
    const settings = { domains: ['x.io'] };
    const prepared = await prepare({ people }, { roles: async () => err(down), settings });
    expect(prepared).toEqual({
      invitations: [],
      approvals: [],
      count: 2,
      repeated: 0,
      leftOut: [],
      problems: [
        { part: 'file', kind: 'domain', addresses: ['eve@evil.example'], domains: ['x.io'] },
        { part: 'file', kind: 'unreadable', failure: down },
      ],
    });
  });
});

describe('what lets nobody be sent', () => {
  const two = [at('ada@x.io'), at('joe@x.io')];

  it('is a role that is wrong', async () => {
    const prepared = await prepare({ people: two, role: { id: 'gone', name: 'Gone' } });
    expect(prepared).toMatchObject({ invitations: [], count: 2 });
  });

  it('is a Slack that does not tell who somebody is', async () => {
    const prepared = await prepare({ people: [...two, user('UGRACE')] }, { isSlackDown: true });
    expect(prepared).toMatchObject({
      invitations: [],
      approvals: [],
      problems: [{ part: 'people', kind: 'slack_unavailable' }],
    });
  });

  it('is not somebody outside of the domains: the others are sent', async () => {
    const prepared = await prepare(
      { people: [...two, inFile('eve@evil.example'), inChannel('UGRACE')] },
      { settings: { domains: ['x.io'] } },
    );
    expect(sent(prepared)).toHaveLength(2);
    expect(prepared.problems.map(({ part, kind }) => `${part} ${kind}`)).toEqual([
      'channels domain',
      'file domain',
    ]);
  });
});

describe('an input that can be sent', () => {
  it('has the address of everybody, and the Slack user where there is one', async () => {
    expect(
      await prepareAll({ people: [user('UGRACE'), at('ada@example.com'), user('UBOB')] }),
    ).toEqual(
      ok([
        {
          invitee: { address: 'grace@example.com', userId: 'UGRACE', name: 'Grace' },
          role: editor,
        },
        { invitee: { address: 'ada@example.com' }, role: editor },
        { invitee: { address: 'Bob@Example.com', userId: 'UBOB', name: 'Bob' }, role: editor },
      ]),
    );
  });

  it.each([
    ['the mention first', [user('UBOB'), at('bob@example.com')]],
    ['the address first', [at('bob@example.com'), user('UBOB')]],
    ['the same twice', [user('UBOB'), user('UBOB')]],
  ])('names one person once, as the Slack user: %s', async (_case, people) => {
    expect(await prepareAll({ people })).toEqual(
      ok([{ invitee: { address: 'Bob@Example.com', userId: 'UBOB', name: 'Bob' }, role: editor }]),
    );
  });

  it('keeps the first spelling of an address', async () => {
    expect(await prepareAll({ people: [at('ADA@x.example'), at('ada@x.example')] })).toEqual(
      ok([{ invitee: { address: 'ADA@x.example' }, role: editor }]),
    );
  });
});

describe('a batch', () => {
  const typed = (count: number) =>
    Array.from({ length: count }, (__, number) => at(`p${number}@x.example`));
  const crowd = Array.from({ length: 501 }, (__, number) =>
    person({ id: `U${number}`, address: `u${number}@x.example` }),
  );
  const ids = crowd.map(({ id }) => id);
  /** Nobody at all, with what is wrong: that there are so many. */
  const tooMany = (count: number) => ({
    invitations: [],
    approvals: [],
    count: 0,
    repeated: 0,
    leftOut: [],
    problems: [{ part: 'people', kind: 'too_many', count, limit: 500 }],
  });

  it('may have five hundred people, each named or in a channel', async () => {
    expect(sent(await prepare({ people: typed(500) }))).toHaveLength(500);
    const channel = ids.slice(0, 500).map(inChannel);
    const people = [...channel, inChannel('UBOT'), inGroup('UGUEST')];
    expect(sent(await prepare({ people }, { crowd }))).toHaveLength(500);
  });

  it.each([
    ['a channel', ids.map(inChannel), 501],
    ['a user group', ids.map(inGroup), 501],
    ['all of it together', [...typed(300), ...ids.slice(0, 201).map(inChannel)], 501],
  ])(
    'has nobody in it where there are more than five hundred in %s',
    async (_case, people, count) => {
      const prepared = await prepare({ people: [...people, inChannel('UBOT')] }, { crowd });
      expect(prepared).toEqual(tooMany(count));
    },
  );

  it.each([
    ['addresses', typed(501)],
    ['Slack users', ids.map(user)],
    ['lines of a file', typed(501).map((each) => ({ ...each, from: 'file' as const }))],
  ])('of more than five hundred %s is refused before anybody is asked', async (_case, people) => {
    const { people: slack, asked } = slackPeople(crowd);
    const roles = vi.fn(async () => ok([editor]));
    const deps = { ...surroundings({ roles }), people: slack };
    expect(await prepareInvites(deps, inviteInput({ people }))).toEqual(tooMany(501));
    expect(asked).toEqual([]);
    expect(roles).not.toHaveBeenCalled();
  });

  it('counts people, not how often they are named', async () => {
    const people = [...typed(499), ...typed(499), user('UGRACE')];
    const prepared = await prepare({ people: [...people, user('UGRACE')] });
    expect(prepared.invitations).toHaveLength(500);
    expect(prepared).toMatchObject({ count: 500, repeated: 500, problems: [] });
  });

  it('does not count those whom the workspace does not allow', async () => {
    const people = [...ids.map(inChannel), inChannel('UGRACE')];
    const settings = { domains: ['example.com'] };
    const prepared = await prepare({ people }, { crowd, settings });
    expect(sent(prepared)).toEqual(['grace@example.com as Editor']);
  });
});

describe('an input with something wrong about the people', () => {
  it('is told where it names nobody', async () => {
    expect(await problemsOf({})).toEqual([{ part: 'people', kind: 'nobody' }]);
  });

  it('is not told that it names nobody where it has words that are no address', async () => {
    expect(await problemsOf({ leftovers: ['ada@'] })).toEqual([
      { part: 'addresses', kind: 'not_an_address', words: ['ada@'] },
    ]);
  });

  it.each([
    ['UROBOT', { kind: 'bot', people: [robot] }],
    ['UGONE', { kind: 'deactivated', people: [gone] }],
    ['UNORA', { kind: 'no_address', people: [nora] }],
    ['UWHO', { kind: 'not_found', userIds: ['UWHO'] }],
  ])('is told about %s', async (userId, problem) => {
    expect(await problemsOf({ people: [user('UGRACE'), user(userId)] })).toEqual([
      { part: 'people', ...problem },
    ]);
  });

  it('is told once where Slack cannot tell who anybody is', async () => {
    const people = [user('UGRACE'), user('UBOB'), at('ada@example.com')];
    expect(await problemsOf({ people }, { isSlackDown: true })).toEqual([
      { part: 'people', kind: 'slack_unavailable' },
    ]);
  });

  it('is told everything at once', async () => {
    const problems = await problemsOf({
      people: [user('UROBOT'), user('UGONE'), user('UNORA'), user('UWHO'), user('UGRACE')],
      leftovers: ['ada@', 'x'],
      role: { typed: 'Boss' },
    });
    expect(kinds(problems)).toEqual([
      'people bot',
      'people deactivated',
      'people no_address',
      'people not_found',
      'addresses not_an_address',
      'role unknown',
    ]);
  });
});

describe('the role of an input', () => {
  const people = [at('ada@example.com')];

  it('is the one that was typed, as Piper spells it', async () => {
    expect(sent(await prepare({ people, role: { typed: ' VIEWER ' } }))).toEqual([
      'ada@example.com as Viewer',
    ]);
  });

  it('is the one that was chosen, as Piper names it now', async () => {
    const roles = async () => ok([{ id: editor.id, name: 'Author' }]);
    expect(sent(await prepare({ people }, { roles }))).toEqual(['ada@example.com as Author']);
  });
});

describe('a workspace that limits what may be given', () => {
  const settings = { domains: ['example.com'], roleIds: [viewer.id] };
  const asViewer = { id: viewer.id, name: 'Viewer' };

  it('invites into its domains and roles', async () => {
    const people = [at('ada@EXAMPLE.com'), user('UBOB')];
    const prepared = await prepareAll({ people, role: asViewer }, { settings });
    expect(prepared.ok).toBe(true);
  });

  it('refuses other domains, each person where they were named', async () => {
    const people = [at('ada@example.com'), at('eve@evil.example'), user('UBOB')];
    const elsewhere = { ...settings, domains: ['acme.example'] };
    expect(await problemsOf({ people, role: asViewer }, { settings: elsewhere })).toEqual([
      { part: 'people', kind: 'domain', addresses: ['Bob@Example.com'], domains: ['acme.example'] },
      {
        part: 'addresses',
        kind: 'domain',
        addresses: ['ada@example.com', 'eve@evil.example'],
        domains: ['acme.example'],
      },
    ]);
  });

  it('refuses a role that may not be given, chosen or typed', async () => {
    const people = [at('ada@example.com')];
    expect(await problemsOf({ people }, { settings })).toEqual([
      { part: 'role', kind: 'not_offered', name: 'Editor' },
    ]);
    expect(await problemsOf({ people, role: { typed: 'editor' } }, { settings })).toEqual([
      { part: 'role', kind: 'unknown', typed: 'editor', roles: [viewer] },
    ]);
  });
});

describe('a role that whoever asks may not give', () => {
  const above = { kind: 'above', own: 'Viewer' } as const;
  const onlyViewer: Authority['decide'] = ({ role }) =>
    role.id === viewer.id
      ? { kind: 'direct', reasons: [] }
      : { kind: 'deny', reasons: [{ kind: 'rule', id: 'settings' }, above] };
  const why = {
    reasons: [{ kind: 'rule', id: 'settings' }, above],
    organization: 'Acme Robotics',
    connectedBy: 'UALICE',
  };

  it('lets nobody be sent, and is told once with the reason', async () => {
    const people = [{ address: 'ada@example.com' }, { address: 'joan@example.com' }];
    const input = { people: people.map(({ address }) => at(address)) };
    expect(await prepare(input, { decide: onlyViewer })).toMatchObject({
      invitations: [],
      approvals: [],
      count: 0,
      problems: [{ part: 'role', kind: 'not_given', role: editor, invitees: people, why }],
    });
  });

  it('leaves out those of a file who would get it, and sends the others', async () => {
    const people = [
      { ...at('ada@example.com'), from: 'file' as const, role: 'Editor' },
      at('joan@example.com'),
    ];
    const prepared = await prepare(
      { people, role: { id: viewer.id, name: 'Viewer' } },
      { decide: onlyViewer },
    );
    expect(sent(prepared)).toEqual(['joan@example.com as Viewer']);
    expect(prepared.problems).toMatchObject([
      { part: 'file', kind: 'not_given', invitees: [{ address: 'ada@example.com' }] },
    ]);
  });

  it('is told of each role, and of each reason', async () => {
    const people = [
      { ...at('ada@example.com'), from: 'file' as const, role: 'Editor' },
      { ...at('bob@example.com'), from: 'file' as const, role: 'Viewer' },
      { ...at('cleo@example.com'), from: 'file' as const, role: 'Viewer' },
    ];
    const decide: Authority['decide'] = ({ invitee }) => ({
      kind: 'deny',
      reasons: [invitee.address.startsWith('cleo') ? { kind: 'no_rule' } : above],
    });
    const { problems } = await prepare({ people }, { decide });
    expect(problems).toMatchObject([
      { role: editor, invitees: [{ address: 'ada@example.com' }], why: { reasons: [above] } },
      { role: viewer, invitees: [{ address: 'bob@example.com' }], why: { reasons: [above] } },
      {
        role: viewer,
        invitees: [{ address: 'cleo@example.com' }],
        why: { reasons: [{ kind: 'no_rule' }] },
      },
    ]);
  });

  it('is sent where it can only be decided later', async () => {
    const prepared = await prepare(
      { people: [at('ada@example.com')] },
      { decide: () => ({ kind: 'undecided' }) },
    );
    expect(sent(prepared)).toEqual(['ada@example.com as Editor']);
  });

  it('is kept apart where it needs approval, with the reason', async () => {
    const decide: Authority['decide'] = () => ({ kind: 'approval', reasons: [above] });
    const prepared = await prepare({ people: [at('ada@example.com')] }, { decide });
    expect(prepared).toMatchObject({
      invitations: [],
      approvals: [
        { invites: [{ invitee: { address: 'ada@example.com' } }], why: { reasons: [above] } },
      ],
      count: 1,
      problems: [],
    });
  });
});
