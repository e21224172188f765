import { describe, expect, it, vi } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Invite } from '../../src/domain/invitation.ts';
import type { InputProblem, InviteInput } from '../../src/domain/invite-input.ts';
import type { Role } from '../../src/domain/organization.ts';
import type { PersonRef } from '../../src/domain/people-list.ts';
import type { Person } from '../../src/domain/person.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { slack } from '../../src/limits.ts';
import type { People } from '../../src/usecases/ports/slack.ts';
import { prepareInvites } from '../../src/usecases/prepare-invites.ts';
import { editor, person, viewer } from '../helpers/builders.ts';

const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const at = (address: string): PersonRef => ({ kind: 'address', address });
const user = (userId: string): PersonRef => ({ kind: 'mention', userId });

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
};

function surroundings({ roles, isSlackDown, settings }: World) {
  const known = new Map<string, Person>(
    [grace, bob, guest, bot, outsider, robot, gone, nora].map((each) => [each.id, each]),
  );
  const people: Pick<People, 'findAll'> = {
    findAll: async (userIds) =>
      userIds.map((userId) => {
        if (isSlackDown) return err('unavailable');
        const found = known.get(userId);
        return found ? ok(found) : err('unknown');
      }),
  };
  return {
    people,
    piper: { roles: roles ?? (async () => ok([editor, viewer])) },
    settings: { whoMayInvite: { kind: 'admins' }, domains: [], ...settings } as ConnectionSettings,
  };
}
const whole = (input: Partial<InviteInput>): InviteInput => ({
  people: [],
  leftovers: [],
  role: { id: editor.id, name: 'Editor' },
  ...input,
});

const prepare = (input: Partial<InviteInput>, world: World = {}) =>
  prepareInvites(surroundings(world), whole(input));

/** Everybody, or everything that is wrong. */
async function prepareAll(
  ...args: Parameters<typeof prepare>
): Promise<Result<Invite[], InputProblem[]>> {
  const { invitations, problems } = await prepare(...args);
  return problems.length > 0 ? err(problems) : ok(invitations);
}

const inChannel = (userId: string) => ({ kind: 'mention', userId, from: 'channels' }) as const;
const inFile = (address: string, role?: string) =>
  ({ kind: 'address', address, from: 'file', ...(role && { role }) }) as const;

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
      { address: 'grace@example.com', userId: 'UGRACE' },
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
    const limited = await prepare(file, { settings: { roleIds: [editor.id] } });
    expect(limited.problems).toEqual([
      { part: 'file', kind: 'line_roles', names: ['Boss', 'Viewer'], count: 2 },
    ]);
  });

  it('let nobody be sent where Piper does not tell its roles', async () => {
    const down = err<PiperFailure>({ kind: 'unavailable', contact: 'not_sent' });
    const prepared = await prepare(file, { roles: async () => down });
    expect(prepared).toMatchObject({
      invitations: [],
      problems: [{ part: 'file', kind: 'unreadable' }],
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
        { invitee: { address: 'grace@example.com', userId: 'UGRACE' }, role: editor },
        { invitee: { address: 'ada@example.com' }, role: editor },
        { invitee: { address: 'Bob@Example.com', userId: 'UBOB' }, role: editor },
      ]),
    );
  });

  it.each([
    ['the mention first', [user('UBOB'), at('bob@example.com')]],
    ['the address first', [at('bob@example.com'), user('UBOB')]],
    ['the same twice', [user('UBOB'), user('UBOB')]],
  ])('names one person once, as the Slack user: %s', async (_case, people) => {
    expect(await prepareAll({ people })).toEqual(
      ok([{ invitee: { address: 'Bob@Example.com', userId: 'UBOB' }, role: editor }]),
    );
  });

  it('keeps the first spelling of an address', async () => {
    expect(await prepareAll({ people: [at('ADA@x.example'), at('ada@x.example')] })).toEqual(
      ok([{ invitee: { address: 'ADA@x.example' }, role: editor }]),
    );
  });

  it('may have five hundred people', async () => {
    const people = Array.from({ length: 500 }, (__, number) => at(`p${number}@x.example`));
    const prepared = await prepareAll({ people });
    expect(prepared.ok && prepared.value).toHaveLength(500);
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

  it('asks nobody anything where there are more than five hundred', async () => {
    const people = Array.from({ length: 501 }, (__, number) => user(`U${number}`));
    const roles = vi.fn(async () => ok([editor]));
    expect(await problemsOf({ people }, { roles })).toEqual([
      { part: 'people', kind: 'too_many', count: 501, limit: 500 },
    ]);
    expect(roles).not.toHaveBeenCalled();
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

describe('a role that was typed', () => {
  const people = [at('ada@example.com')];

  it.each(['Viewer', 'viewer', ' VIEWER '])('is found as %j', async (typed) => {
    expect(await prepareAll({ people, role: { typed } })).toMatchObject({
      value: [{ role: viewer }],
    });
  });

  it('is told with all roles where there is none of that name', async () => {
    expect(await problemsOf({ people, role: { typed: 'View' } })).toEqual([
      { part: 'role', kind: 'unknown', typed: 'View', roles: [editor, viewer] },
    ]);
  });

  it('is told with those that it could be where there are several', async () => {
    const twins = [
      { id: '1', name: 'editor' },
      { id: '2', name: 'Editor' },
    ];
    const roles = async () => ok([...twins, viewer]);
    expect(await problemsOf({ people, role: { typed: 'EDITOR' } }, { roles })).toEqual([
      { part: 'role', kind: 'ambiguous', typed: 'EDITOR', roles: twins },
    ]);
  });

  it('cannot be sent where Piper does not tell its roles', async () => {
    expect(
      await problemsOf({ people, role: { typed: 'Editor' } }, { roles: async () => err(down) }),
    ).toEqual([{ part: 'role', kind: 'unreadable', failure: down }]);
  });
});

describe('a role from the menu', () => {
  const people = [at('ada@example.com')];

  it('has the name that Piper gives it now', async () => {
    const renamed = { id: editor.id, name: 'Author' };
    const roles = async () => ok([renamed]);
    expect(await prepareAll({ people }, { roles })).toMatchObject({ value: [{ role: renamed }] });
  });

  it('is told where Piper no longer has it', async () => {
    expect(await problemsOf({ people }, { roles: async () => ok([viewer]) })).toEqual([
      { part: 'role', kind: 'gone', name: 'Editor' },
    ]);
  });

  it('passes where Piper cannot tell: Piper decides in the end', async () => {
    expect(await prepareAll({ people }, { roles: async () => err(down) })).toMatchObject({
      value: [{ role: editor }],
    });
  });

  it('passes where Piper does not tell in time', async () => {
    vi.useFakeTimers();
    try {
      const prepared = prepareAll({ people }, { roles: () => new Promise<never>(() => {}) });
      await vi.advanceTimersByTimeAsync(slack.roleCheckBeforeAnswer);
      expect(await prepared).toMatchObject({ value: [{ role: editor }] });
    } finally {
      vi.useRealTimers();
    }
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
