import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { InviteInput } from '../../src/domain/invite-input.ts';
import type { Role } from '../../src/domain/organization.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { prepareInvites } from '../../src/usecases/prepare-invites.ts';
import { editor, person, viewer } from '../helpers/builders.ts';

const people = [
  person(),
  person({ id: 'UGUEST', address: 'guest@example.com', isGuest: true }),
  person({ id: 'UBOT', isBot: true }),
  person({ id: 'UOUT', isExternal: true }),
];

function prepare(
  input: Partial<InviteInput>,
  world: {
    settings?: Partial<ConnectionSettings>;
    roles?: Result<Role[], PiperFailure>;
    isSlackDown?: boolean;
  } = {},
) {
  return prepareInvites(
    {
      people: {
        findAll: async (userIds) =>
          userIds.map((userId) => {
            if (world.isSlackDown) return err('unavailable');
            const found = people.find(({ id }) => id === userId);
            return found ? ok(found) : err('unknown');
          }),
      },
      piper: { roles: async () => world.roles ?? ok([editor, viewer]) },
      settings: { whoMayInvite: { kind: 'admins' }, domains: [], ...world.settings },
    },
    { people: [], leftovers: [], role: { id: editor.id, name: 'Editor' }, ...input },
  );
}

const inChannel = (userId: string) => ({ kind: 'mention', userId, from: 'channels' }) as const;
const named = (userId: string) => ({ kind: 'mention', userId }) as const;
const typed = (address: string) => ({ kind: 'address', address }) as const;
const inFile = (address: string, role?: string) =>
  ({ kind: 'address', address, from: 'file', ...(role && { role }) }) as const;

/** Who would be invited, as `address as Role`. */
const sent = ({ invitations }: Awaited<ReturnType<typeof prepare>>) =>
  invitations.map(({ invitee, role }) => `${invitee.address} as ${role.name}`);

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
    const prepared = await prepare({ people: [named('UGUEST'), inChannel('UGUEST')] });
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
      people: [
        typed('GRACE@example.com'),
        named('UGRACE'),
        inChannel('UGRACE'),
        inFile('ada@x.io'),
      ],
    });
    expect(prepared.invitations.map(({ invitee }) => invitee)).toEqual([
      { address: 'grace@example.com', userId: 'UGRACE' },
      { address: 'ada@x.io' },
    ]);
    expect(prepared).toMatchObject({ count: 2, repeated: 2 });
  });

  it('gets the role that a file gives', async () => {
    const prepared = await prepare({
      people: [named('UGRACE'), inFile('grace@example.com', 'viewer'), inFile('ada@x.io')],
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
    const prepared = await prepare(file, { roles: down });
    expect(prepared).toMatchObject({
      invitations: [],
      problems: [{ part: 'file', kind: 'unreadable' }],
    });
  });
});

describe('what lets nobody be sent', () => {
  const two = [typed('ada@x.io'), typed('joe@x.io')];

  it('is a role that is wrong', async () => {
    const prepared = await prepare({ people: two, role: { id: 'gone', name: 'Gone' } });
    expect(prepared).toMatchObject({ invitations: [], count: 2 });
  });

  it('is a Slack that does not tell who somebody is', async () => {
    const prepared = await prepare({ people: [...two, named('UGRACE')] }, { isSlackDown: true });
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
