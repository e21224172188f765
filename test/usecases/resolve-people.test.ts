import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputPerson, InviteInput } from '../../src/domain/invite-input.ts';
import { resolvePeople } from '../../src/usecases/resolve-people.ts';
import { person } from '../helpers/builders.ts';
import {
  at,
  inChannel,
  inFile,
  inGroup,
  inviteInput,
  slackPeople,
  user,
} from '../helpers/invite-input.ts';

const grace = person();
const guest = person({ id: 'UGUEST', address: 'guest@x.io', isGuest: true });
const partner = person({ id: 'UPARTNER', address: 'partner@other.io', isExternal: true });
const robot = person({ id: 'UROBOT', name: 'Robot', isBot: true });
const gone = person({ id: 'UGONE', name: 'Gone', isDeactivated: true });
const { address: _, ...nora } = person({ id: 'UNORA', name: 'Nora' });
const everybody = [grace, guest, partner, robot, gone, nora];

const resolve = (input: Partial<InviteInput>, unread: string[] = []) =>
  resolvePeople(slackPeople(everybody, { unread }).people, inviteInput(input));

const addressesOf = ({ found }: Awaited<ReturnType<typeof resolve>>) =>
  found.map(({ invitee }) => invitee.address);

describe('the people of an input', () => {
  it('are looked up in Slack at once, each once, and addresses are not', async () => {
    const { people, asked } = slackPeople(everybody);
    await resolvePeople(
      people,
      inviteInput({
        people: [user('UGRACE'), at('ada@x.io'), inChannel('UGRACE'), inGroup('UGUEST')],
      }),
    );
    expect(asked).toEqual([['UGRACE', 'UGUEST']]);
  });

  it('come from the part in which they were named first', async () => {
    const { found } = await resolve({
      people: [
        user('UGRACE'),
        at('ada@x.io'),
        inFile('joe@x.io'),
        inFile('ADA@x.io'),
        inChannel('UGRACE'),
        inFile('grace@example.com'),
      ],
    });
    expect(found.map(({ invitee, part }) => `${invitee.address} ${part}`)).toEqual([
      'grace@example.com people',
      'ada@x.io addresses',
      'joe@x.io file',
    ]);
  });

  it('come from their user group or channel where they are named there alone', async () => {
    const { found } = await resolve({ people: [inGroup('UGRACE'), inChannel('UGRACE')] });
    expect(found).toEqual([
      {
        invitee: { address: 'grace@example.com', userId: 'UGRACE', name: 'Grace' },
        part: 'userGroups',
        roles: new Set(),
      },
    ]);
  });

  it('have every role that a file gives them', async () => {
    const { found, repeated } = await resolve({
      people: [
        inFile('ada@x.io', 'Viewer'),
        at('ada@x.io'),
        inFile('ADA@x.io', 'Editor'),
        inFile('ada@x.io', 'Viewer'),
      ],
    });
    expect(found).toEqual([
      { invitee: { address: 'ada@x.io' }, part: 'file', roles: new Set(['Viewer', 'Editor']) },
    ]);
    expect(repeated).toBe(3);
  });

  it('are each found once, however often and however they are named', async () => {
    const mentions = { UGRACE: 'grace@example.com', UGUEST: 'guest@x.io' };
    const named: InputPerson[] = Object.entries(mentions).flatMap(([userId, address]) => [
      user(userId),
      at(address),
      at(address.toUpperCase()),
      inFile(address),
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...named), { minLength: 1 }), async (people) => {
        const { found, repeated } = await resolve({ people });
        const addresses = found.map(({ invitee }) => invitee.address.toLowerCase());
        expect(new Set(addresses).size).toBe(addresses.length);
        expect(found.length + repeated).toBe(people.length);
        for (const { invitee } of found) {
          const mention = people.find(
            (each) =>
              each.kind === 'mention' &&
              mentions[each.userId as keyof typeof mentions] === invitee.address.toLowerCase(),
          );
          expect(invitee.userId).toBe(mention?.kind === 'mention' ? mention.userId : undefined);
        }
      }),
    );
  });
});

describe('somebody who is named individually', () => {
  it.each([
    ['a guest', 'UGUEST', 'guest@x.io'],
    ['somebody from another workspace', 'UPARTNER', 'partner@other.io'],
  ])('may be %s', async (_case, userId, address) => {
    const resolved = await resolve({ people: [user(userId)] });
    expect(resolved).toMatchObject({
      found: [{ invitee: { address, userId } }],
      leftOut: [],
      problems: [],
    });
  });

  it('is told about once for each reason, however often they are named', async () => {
    const { found, leftOut, problems } = await resolve({
      people: ['UROBOT', 'UGONE', 'UNORA', 'UWHO'].flatMap((id) => [user(id), user(id)]),
    });
    expect([found, leftOut]).toEqual([[], []]);
    expect(problems).toEqual([
      { part: 'people', kind: 'bot', people: [robot] },
      { part: 'people', kind: 'deactivated', people: [gone] },
      { part: 'people', kind: 'no_address', people: [nora] },
      { part: 'people', kind: 'not_found', userIds: ['UWHO'] },
    ]);
  });
});

describe('somebody in a channel or a user group', () => {
  const inOne = [...everybody.map(({ id }) => id), 'UWHO'];

  it.each([
    ['a channel', inChannel],
    ['a user group', inGroup],
  ])(
    'of %s is found if they are a full member, and else left out with the reason',
    async (_case, within) => {
      const resolved = await resolve({ people: inOne.map(within) });
      expect(addressesOf(resolved)).toEqual(['grace@example.com']);
      expect(resolved).toMatchObject({
        repeated: 0,
        leftOut: [
          { why: 'guest', userIds: ['UGUEST'] },
          { why: 'external', userIds: ['UPARTNER', 'UWHO'] },
          { why: 'bot', userIds: ['UROBOT'] },
          { why: 'deactivated', userIds: ['UGONE'] },
          { why: 'no_address', userIds: ['UNORA'] },
        ],
        problems: [],
      });
    },
  );

  it('is left out once, though they are in several of them', async () => {
    const { leftOut } = await resolve({
      people: [inChannel('UGUEST'), inGroup('UGUEST'), inGroup('UGRACE')],
    });
    expect(leftOut).toEqual([{ why: 'guest', userIds: ['UGUEST'] }]);
  });

  it('is not left out where they are named individually, too', async () => {
    const resolved = await resolve({
      people: [inChannel('UGUEST'), inChannel('UPARTNER'), user('UGUEST')],
    });
    expect(addressesOf(resolved)).toEqual(['guest@x.io']);
    expect(resolved.leftOut).toEqual([{ why: 'external', userIds: ['UPARTNER'] }]);
  });

  it.each([
    ['channels', inChannel('UROBOT')],
    ['userGroups', inGroup('UROBOT')],
  ])(
    'is a problem of the %s where they are left out, and nobody else is named',
    async (part, left) => {
      const { found, problems } = await resolve({ people: [left] });
      expect(found).toEqual([]);
      expect(problems).toEqual([{ part, kind: 'nobody_there' }]);
    },
  );

  it('who is left out is no problem where somebody else is named', async () => {
    const { problems } = await resolve({ people: [at('ada@x.io'), inChannel('UROBOT')] });
    expect(problems).toEqual([]);
  });
});

describe('somebody whom Slack cannot tell', () => {
  it.each([
    ['named individually', user('UGRACE')],
    ['in a channel', inChannel('UGRACE')],
    ['in a user group', inGroup('UGRACE')],
  ])('is a problem, and nobody is said to be missing: %s', async (_case, unread) => {
    const { found, leftOut, problems } = await resolve({ people: [unread] }, ['UGRACE']);
    expect([found, leftOut]).toEqual([[], []]);
    expect(problems).toEqual([{ part: 'people', kind: 'slack_unavailable' }]);
  });

  it('does not hide the others', async () => {
    const resolved = await resolve({ people: [inChannel('UGUEST'), user('UGRACE')] }, ['UGUEST']);
    expect(addressesOf(resolved)).toEqual(['grace@example.com']);
    expect(resolved.problems).toEqual([{ part: 'people', kind: 'slack_unavailable' }]);
  });

  it('is also who is missing in the answer', async () => {
    const people = { findAll: async () => [] };
    const { problems } = await resolvePeople(people, inviteInput({ people: [user('UGRACE')] }));
    expect(problems).toEqual([{ part: 'people', kind: 'slack_unavailable' }]);
  });
});

describe('an input', () => {
  it('is told whom a file has, but not as people to invite, alone and beside a person', async () => {
    const leftOut = [{ line: 2, who: 'Ada', why: 'bot' as const, says: 'bot' }];
    const problem = { part: 'file', kind: 'left_out', leftOut };
    expect((await resolve({ fileLeftOut: leftOut })).problems).toEqual([problem]);
    const beside = await resolve({ fileLeftOut: leftOut, people: [at('joe@x.io')] });
    expect(beside.problems).toEqual([problem]);
  });

  const line = { number: 3, text: 'nobody', why: 'no_address' as const };
  const noAddress = { part: 'addresses', kind: 'not_an_address', words: ['ada@'] };
  const notUnderstood = { part: 'file', kind: 'not_understood', lines: [line] };

  it('names nobody where there is nothing in it', async () => {
    expect((await resolve({})).problems).toEqual([{ part: 'people', kind: 'nobody' }]);
    expect((await resolve({ lines: [] })).problems).toEqual([{ part: 'people', kind: 'nobody' }]);
  });

  it.each<[string, Partial<InviteInput>, object[]]>([
    ['a word', { leftovers: ['ada@'] }, [noAddress]],
    ['a line', { lines: [line] }, [notUnderstood]],
    ['both', { leftovers: ['ada@'], lines: [line] }, [noAddress, notUnderstood]],
  ])(
    'is told what is no address in it, alone and beside a person: %s',
    async (_case, wrong, problems) => {
      expect((await resolve(wrong)).problems).toEqual(problems);
      const beside = await resolve({ ...wrong, people: [at('joe@x.io')] });
      expect(beside.problems).toEqual(problems);
      expect(addressesOf(beside)).toEqual(['joe@x.io']);
    },
  );
});
