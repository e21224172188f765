import { describe, expect, it } from 'vitest';
import type { UnreadableSource } from '../../src/domain/invite-input.ts';
import { err, ok } from '../../src/domain/result.ts';
import { gatherPeople, type Selection } from '../../src/usecases/gather-people.ts';
import type { Channels, Files, UserGroups } from '../../src/usecases/ports/slack.ts';
import { hold } from '../helpers/held.ts';

type World = {
  userGroups?: Record<string, Awaited<ReturnType<UserGroups['members']>>>;
  channels?: Record<string, Awaited<ReturnType<Channels['members']>>>;
  files?: Record<string, Awaited<ReturnType<Files['read']>>>;
};

const alice = 'UALICE';
const csv = (text: string) => ok(new TextEncoder().encode(text));

/** A Slack that shows these channels and files to Alice alone. */
const slackWith = ({ userGroups = {}, channels = {}, files = {} }: World) => ({
  userGroups: {
    list: async () => ok([]),
    members: async (id) => userGroups[id] ?? ok([]),
  } satisfies UserGroups,
  channels: {
    members: async (id, asker) => (asker === alice && channels[id]) || err('not_found'),
  } satisfies Pick<Channels, 'members'>,
  files: {
    read: async (id, asker) => (asker === alice && files[id]) || err('not_found'),
  } satisfies Files,
});

const gather = (selection: Partial<Selection>, world: World = {}, asker = alice) =>
  gatherPeople(slackWith(world), asker, {
    userIds: [],
    text: '',
    userGroupIds: [],
    channels: [],
    ...selection,
  });

const nothing = {
  people: [],
  leftovers: [],
  lines: [],
  fileLeftOut: [],
  groups: [],
  repeated: 0,
  problems: [],
};
const mention = (userId: string) => ({ kind: 'mention', userId });
const inGroup = (userId: string) => ({ ...mention(userId), from: 'userGroups' });
const inChannel = (userId: string) => ({ ...mention(userId), from: 'channels' });

describe('a selection', () => {
  it('of nothing is nobody, without a problem', async () => {
    expect(await gather({})).toEqual(nothing);
  });

  it('names everybody, each with where they come from', async () => {
    const gathered = await gather(
      {
        userIds: ['UGRACE', 'UBOB'],
        text: 'ada@x.io, <@UCAROL>',
        userGroupIds: ['SLEADS'],
        channels: ['CTEAM'],
        fileId: 'FPEOPLE',
      },
      {
        userGroups: { SLEADS: ok(['UDAN', 'UEVE']) },
        channels: { CTEAM: ok(['UFAY']) },
        files: { FPEOPLE: csv('email,role\njoe@x.io,Viewer') },
      },
    );
    expect(gathered).toEqual({
      ...nothing,
      people: [
        mention('UGRACE'),
        mention('UBOB'),
        { kind: 'address', address: 'ada@x.io' },
        mention('UCAROL'),
        { kind: 'address', address: 'joe@x.io', from: 'file', line: 2, role: 'Viewer' },
        inGroup('UDAN'),
        inGroup('UEVE'),
        inChannel('UFAY'),
      ],
      groups: [
        { part: 'userGroups', id: 'SLEADS', count: 2 },
        { part: 'channels', id: 'CTEAM', count: 1 },
      ],
    });
  });

  it('tells which words of its text name nobody, and how many people the text repeats', async () => {
    const gathered = await gather({ text: 'ada@x.io\nada@\nADA@x.io\nada@x.io' });
    expect(gathered).toEqual({
      ...nothing,
      people: [{ kind: 'address', address: 'ada@x.io' }],
      leftovers: ['ada@'],
      repeated: 2,
    });
  });

  it('keeps somebody who is in several of its parts in each of them', async () => {
    const { people } = await gather(
      { userIds: ['UDAN'], userGroupIds: ['SLEADS'], channels: ['CTEAM'] },
      { userGroups: { SLEADS: ok(['UDAN']) }, channels: { CTEAM: ok(['UDAN']) } },
    );
    expect(people).toEqual([mention('UDAN'), inGroup('UDAN'), inChannel('UDAN')]);
  });

  it('has all of its sources read at once', async () => {
    const { held, release } = hold();
    const asked: string[] = [];
    const read = async (id: string) => {
      asked.push(id);
      await held;
      return ok([]);
    };
    const gathered = gatherPeople(
      {
        userGroups: { list: async () => ok([]), members: read },
        channels: { members: read },
        files: { read: async (id) => read(id).then(() => csv('ada@x.io')) },
      },
      alice,
      { userIds: [], text: '', userGroupIds: ['S1', 'S2'], channels: ['C1'], fileId: 'F1' },
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual(['S1', 'S2', 'C1', 'F1']);
    release();
    expect((await gathered).groups).toHaveLength(3);
  });
});

describe('a channel or a user group', () => {
  it('without anybody in it is a problem of its own, and the others count', async () => {
    const gathered = await gather(
      { userGroupIds: ['SEMPTY'], channels: ['CEMPTY', 'CTEAM'] },
      {
        userGroups: { SEMPTY: ok([]) },
        channels: { CEMPTY: ok([]), CTEAM: ok(['UDAN']) },
      },
    );
    expect(gathered).toEqual({
      ...nothing,
      people: [inChannel('UDAN')],
      groups: [
        { part: 'userGroups', id: 'SEMPTY', count: 0 },
        { part: 'channels', id: 'CEMPTY', count: 0 },
        { part: 'channels', id: 'CTEAM', count: 1 },
      ],
      problems: [
        { part: 'userGroups', kind: 'nobody_there' },
        { part: 'channels', kind: 'nobody_there' },
      ],
    });
  });

  it.each<UnreadableSource>(['not_granted', 'unavailable', 'not_found', 'too_many'])(
    'is named with the reason where a channel cannot be read: %s',
    async (why) => {
      const gathered = await gather(
        { userIds: ['UGRACE'], channels: ['CSECRET', 'CTEAM'] },
        { channels: { CSECRET: err(why), CTEAM: ok(['UDAN']) } },
      );
      expect(gathered).toEqual({
        ...nothing,
        people: [mention('UGRACE'), inChannel('UDAN')],
        groups: [{ part: 'channels', id: 'CTEAM', count: 1 }],
        problems: [{ part: 'channels', kind: 'source', id: 'CSECRET', why }],
      });
    },
  );

  it.each(['not_granted', 'unavailable'] as const)(
    'is named with the reason where a user group cannot be read: %s',
    async (why) => {
      const gathered = await gather(
        { userGroupIds: ['SLEADS', 'SOPS'] },
        { userGroups: { SLEADS: ok(['UDAN']), SOPS: err(why) } },
      );
      expect(gathered).toEqual({
        ...nothing,
        people: [inGroup('UDAN')],
        groups: [{ part: 'userGroups', id: 'SLEADS', count: 1 }],
        problems: [{ part: 'userGroups', kind: 'source', id: 'SOPS', why }],
      });
    },
  );

  it('is read on behalf of whoever asks, who may not see it', async () => {
    const { people, problems } = await gather(
      { channels: ['CALICE'] },
      { channels: { CALICE: ok(['UDAN']) } },
      'UBOB',
    );
    expect(people).toEqual([]);
    expect(problems).toEqual([
      { part: 'channels', kind: 'source', id: 'CALICE', why: 'not_found' },
    ]);
  });
});

describe('a file', () => {
  it('tells which of its lines name nobody', async () => {
    const files = { FPEOPLE: csv('email\nada@x.io\nnobody\njoe@x.io') };
    expect(await gather({ fileId: 'FPEOPLE' }, { files })).toEqual({
      ...nothing,
      people: [
        { kind: 'address', address: 'ada@x.io', from: 'file', line: 2 },
        { kind: 'address', address: 'joe@x.io', from: 'file', line: 4 },
      ],
      lines: [{ number: 3, text: 'nobody', why: 'no_address' }],
    });
  });

  it('tells whom it leaves out', async () => {
    const files = { FPEOPLE: csv('email,status\nada@x.io,Suspended') };
    expect(await gather({ fileId: 'FPEOPLE' }, { files })).toEqual({
      ...nothing,
      fileLeftOut: [{ line: 2, who: 'ada@x.io', why: 'deactivated', says: 'Suspended' }],
    });
  });

  it.each(['not_granted', 'unavailable', 'not_found', 'too_large'] as const)(
    'that cannot be read is a problem, and names nobody: %s',
    async (why) => {
      const files = { FPEOPLE: err(why) };
      expect(await gather({ userIds: ['UGRACE'], fileId: 'FPEOPLE' }, { files })).toEqual({
        ...nothing,
        people: [mention('UGRACE')],
        problems: [{ part: 'file', kind: 'file', why }],
      });
    },
  );

  it('that has no addresses is a problem, with the columns that it has', async () => {
    const files = { FPEOPLE: csv('name,town\nAda,London') };
    expect(await gather({ fileId: 'FPEOPLE' }, { files })).toEqual({
      ...nothing,
      problems: [{ part: 'file', kind: 'file', why: 'no_column', columns: ['name', 'town'] }],
    });
  });

  it('is read on behalf of whoever asks, who may not have uploaded it', async () => {
    const files = { FALICE: csv('email\nada@x.io') };
    const { people, problems } = await gather({ fileId: 'FALICE' }, { files }, 'UBOB');
    expect(people).toEqual([]);
    expect(problems).toEqual([{ part: 'file', kind: 'file', why: 'not_found' }]);
  });
});
