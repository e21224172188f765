import nock from 'nock';
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { piper as limits } from '../../src/limits.ts';
import { createBreaker } from '../../src/piper/breaker.ts';
import { createPiperClient, type PiperClientOptions } from '../../src/piper/client.ts';
import { PiperError } from '../../src/piper/errors.ts';
import { createTransport } from '../../src/utils/http-transport.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { noNetwork } from '../helpers/nock.ts';

noNetwork();

const origin = 'https://piper.example';
const members = '/v1/organizations/org-1/members';
const roles = '/v1/orgs/org-1/roles/';
const page = (limit: number, offset: number) => ({ limit: String(limit), offset: String(offset) });
const ada = {
  id: 'membership-1',
  user_id: 'user-1',
  organization_id: 'org-1',
  role_id: 'role-1',
  created_at: '2026-11-24T10:32:00Z',
};

let dispatcher: Dispatcher;
beforeAll(() => {
  dispatcher = createTransport();
});
afterAll(() => dispatcher.destroy());

function setUp(options: Partial<PiperClientOptions> = {}) {
  const clock = fakeClock(() => 0.5);
  const client = createPiperClient({
    apiUrl: origin,
    token: 'pat_abc',
    dispatcher,
    breaker: createBreaker({ ...limits.breaker, now: clock.now }),
    clock,
    ...options,
  });
  return { client, clock };
}

/** Real time limits, short ones. */
const impatient = {
  read: { attemptTimeoutMs: 30, totalTimeoutMs: 20_000, attempts: 2 },
  write: { attemptTimeoutMs: 30, totalTimeoutMs: 20_000, attempts: 4 },
};

async function failureOf(promise: Promise<unknown>): Promise<PiperFailure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof PiperError) return error.failure;
    throw error;
  }
  throw new Error('it did not fail');
}

const never = () => new Promise<never>(() => {});
const broken = (code: string) => Object.assign(new Error(`broken: ${code}`), { code });

describe('the requests', () => {
  const asked = { reqheaders: { authorization: 'Bearer pat_abc', accept: 'application/json' } };

  it.each(['https://piper.example', 'https://piper.example/', 'https://piper.example//'])(
    'have the documented paths, slashes included, with %s as the base',
    async (apiUrl) => {
      nock(origin, asked).get('/v1/organizations/').reply(200, []);
      nock(origin, asked)
        .get('/v1/orgs/org-1/roles/?limit=500&offset=0')
        .reply(200, { roles: [], total: 0 });
      nock(origin, asked)
        .get('/v1/organizations/org-1/members?limit=500&offset=0')
        .reply(200, { members: [], total: 0 });
      nock(origin, { reqheaders: { ...asked.reqheaders, 'content-type': 'application/json' } })
        .post('/v1/organizations/org-1/members', { email: 'ada@example.com', role_id: 'role-1' })
        .reply(200, ada);
      const { client } = setUp({ apiUrl });
      expect(await client.listOrganizations()).toEqual([]);
      expect(await client.listRoles('org-1')).toEqual([]);
      expect(await client.listMembers('org-1')).toEqual([]);
      expect(await client.addMember('org-1', 'ada@example.com', 'role-1')).toMatchObject({
        userId: 'user-1',
      });
    },
  );

  it('keep the path of the base', async () => {
    nock(origin).get('/proxy/v1/organizations/').reply(200, []);
    const { client } = setUp({ apiUrl: `${origin}/proxy/` });
    expect(await client.listOrganizations()).toEqual([]);
  });

  it('cannot be led elsewhere by an organization ID', async () => {
    nock(origin)
      .get('/v1/organizations/..%2F..%2Fx%3Fy/members?limit=500&offset=0')
      .reply(200, { members: [], total: 0 });
    expect(await setUp().client.listMembers('../../x?y')).toEqual([]);
  });

  it('say of a read that there is no body', async () => {
    nock(origin, { badheaders: ['content-type'] })
      .get('/v1/organizations/')
      .reply(200, []);
    expect(await setUp().client.listOrganizations()).toEqual([]);
  });
});

describe('an answer', () => {
  it.each([200, 201, 202, 203])('with a member in it is a success: %d', async (status) => {
    nock(origin).post(members).reply(status, ada);
    expect(await setUp().client.addMember('org-1', 'ada@example.com', 'role-1')).toEqual({
      userId: 'user-1',
      roleId: 'role-1',
      status: { kind: 'unstated' },
      since: Date.parse(ada.created_at),
    });
  });

  it('may have anything more or less than what is promised', async () => {
    nock(origin)
      .get(members)
      .query(page(500, 0))
      .reply(200, {
        total: 7,
        next: null,
        members: [
          ada,
          { ...ada, role: null, user: null, organization: null, anything: { else: 1 } },
          { ...ada, role: {}, user: {} },
          { ...ada, role: { name: 7 }, user: 'ada' },
          {
            ...ada,
            role: { id: 'role-1', name: 'Editor', is_system: true },
            user: {
              email: 'ada@example.com',
              is_active: false,
              status: 'invited',
              invited_at: '2026-11-24T10:32:00Z',
              first_name: null,
            },
          },
          { ...ada, user: { email: null, is_active: null, status: null, invited_at: null } },
          { ...ada, user: { email: 7, is_active: 'no', status: 1, invited_at: 'yesterday' } },
        ],
      });
    const read = {
      userId: 'user-1',
      roleId: 'role-1',
      status: { kind: 'unstated' },
      since: Date.parse(ada.created_at),
    };
    expect(await setUp().client.listMembers('org-1')).toEqual([
      read,
      read,
      read,
      read,
      {
        ...read,
        roleName: 'Editor',
        address: 'ada@example.com',
        status: { kind: 'pending', since: Date.parse('2026-11-24T10:32:00Z') },
      },
      read,
      read,
    ]);
  });

  it('may have roles and organizations with anything more or less, too', async () => {
    nock(origin)
      .get('/v1/organizations/')
      .reply(200, [{ id: 'org-1', name: 'Acme', role: null, permissions: null, timezone: 'UTC' }]);
    nock(origin)
      .get(roles)
      .query(page(500, 0))
      .reply(200, {
        roles: [
          { id: 'r1', name: 'Editor', description: null, is_system: true, permissions: ['x'] },
          { id: 'r2', name: 'Viewer', description: 7, is_system: 'yes', permissions: 'all' },
          { id: 'r3', name: 'Owner', description: 'Everything' },
        ],
        total: 3,
      });
    const { client } = setUp();
    expect(await client.listOrganizations()).toMatchObject([{ id: 'org-1', name: 'Acme' }]);
    expect(await client.listRoles('org-1')).toEqual([
      { id: 'r1', name: 'Editor', description: null, is_system: true, permissions: ['x'] },
      { id: 'r2', name: 'Viewer' },
      { id: 'r3', name: 'Owner', description: 'Everything' },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a page of a proxy', '<html>maintenance</html>'],
    ['other JSON', '{"members":7}'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['a member without an ID', JSON.stringify({ ...ada, user_id: '' })],
  ])('that is good but holds %s may have taken effect', async (_, body) => {
    nock(origin).post(members).reply(200, body);
    expect(await failureOf(setUp().client.addMember('org-1', 'a@x.example', 'r'))).toMatchObject({
      kind: 'unexpected',
      status: 200,
      contact: 'broken_off',
      detail: expect.stringContaining(`POST ${members} answered 200`),
    });
  });

  it('without the expected content is not asked for again', async () => {
    nock(origin).get('/v1/organizations/').reply(200, '<html>');
    expect(await failureOf(setUp().client.listOrganizations())).toMatchObject({
      kind: 'unexpected',
    });
  });

  it.each([300, 301, 302, 303, 307, 308])(
    'that sends elsewhere (%d) is not followed, and the token stays here',
    async (status) => {
      const elsewhere = nock('https://elsewhere.example');
      elsewhere.get(/.*/).reply(200, []);
      elsewhere.post(/.*/).reply(200, ada);
      const location = { location: 'https://elsewhere.example/v1/organizations/' };
      // What comes along is not taken for an answer.
      nock(origin).get('/v1/organizations/').reply(status, [], location);
      nock(origin).post(members).reply(status, ada, location);
      const { client } = setUp();
      const failure = { kind: 'unexpected', status, contact: 'not_sent' };
      expect(await failureOf(client.listOrganizations())).toEqual(failure);
      expect(await failureOf(client.addMember('org-1', 'a@x.example', 'r'))).toEqual(failure);
      expect(elsewhere.pendingMocks()).toHaveLength(2);
      expect(nock.pendingMocks()).toHaveLength(2);
      nock.cleanAll();
    },
  );

  it('that repeats the token is passed on without it', async () => {
    nock(origin).get('/v1/organizations/').reply(403, { detail: 'pat_abc may not do that' });
    expect(await failureOf(setUp().client.listOrganizations())).toEqual({
      kind: 'forbidden',
      detail: 'pat_… may not do that',
    });
  });

  it('of just under 8 MiB is read', async () => {
    const name = 'x'.repeat(limits.maxResponseBytes - 100);
    nock(origin)
      .get('/v1/organizations/')
      .reply(200, [{ id: 'org-1', name }]);
    const [organization] = await setUp().client.listOrganizations();
    expect(organization?.name.length).toBe(name.length);
  });
});

describe('a list in pages', () => {
  const items = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => ({ ...ada, user_id: `user-${from + at}` }));
  const ids = async () => (await setUp().client.listMembers('org-1')).map(({ userId }) => userId);
  /** Answers every page of a list of so many, `most` to a page, and counts the requests. */
  const serve = (count: number, most: number, total = count) => {
    const offsets: number[] = [];
    nock(origin)
      .get(members)
      .query(true)
      .reply(({ url }: Request) => {
        const query = new URL(url).searchParams;
        const offset = Number(query.get('offset'));
        offsets.push(offset);
        const size = Math.min(most, Number(query.get('limit')), Math.max(0, count - offset));
        return [200, { members: items(offset, size), total }];
      })
      .persist();
    return offsets;
  };
  const all = (count: number) => items(0, count).map(({ user_id }) => user_id);

  it.each([
    [0, 500, [0]],
    [1, 500, [0]],
    [499, 500, [0]],
    [500, 500, [0, 500]],
    [501, 500, [0, 500]],
    [1_499, 500, [0, 500, 1_000]],
    [250, 100, [0, 100, 200]],
    [3, 1, [0, 1, 2]],
  ])('of %d, at most %d to a page, is read whole', async (count, most, expected) => {
    const offsets = serve(count, most);
    expect(await ids()).toEqual(all(count));
    expect(offsets.sort((a, b) => a - b)).toEqual(expected);
    nock.cleanAll();
  });

  it('is read as far as it goes where the total promises more', async () => {
    const offsets = serve(3, 500, 30);
    expect(await ids()).toEqual(all(3));
    expect(offsets).toHaveLength(10);
    nock.cleanAll();
  });

  it('is read as far as the total says where it says less, without a fuss', async () => {
    for (const total of [0, 1, 2, -5]) {
      serve(3, 500, total);
      expect(await ids()).toEqual(all(3));
      nock.cleanAll();
    }
  });

  it('never makes more requests than there is any sense in, even where there is more to read', async () => {
    const total = 1_000_000_000;
    const last = (limits.maxPages - 1) * limits.pageSize;
    let requests = 0;
    nock(origin)
      .get(members)
      .query(true)
      .reply(({ url }: Request) => {
        requests += 1;
        const offset = Number(new URL(url).searchParams.get('offset'));
        const isFull = offset === 0 || offset === last;
        return [200, { members: items(offset, isFull ? limits.pageSize : 1), total }];
      })
      .persist();
    await ids();
    expect(requests).toBe(limits.maxPages);
    nock.cleanAll();
  });

  it('is read several pages at a time', async () => {
    let underWay = 0;
    const most: number[] = [];
    nock(origin)
      .get(members)
      .query(true)
      .reply(async ({ url }: Request) => {
        underWay += 1;
        most.push(underWay);
        await new Promise(setImmediate);
        underWay -= 1;
        const offset = Number(new URL(url).searchParams.get('offset'));
        return [200, { members: items(offset, 1), total: 30 }];
      })
      .persist();
    expect(await ids()).toEqual(all(30));
    expect(Math.max(...most)).toBe(limits.concurrentPages);
    nock.cleanAll();
  });

  it('is not taken for empty where the total says otherwise', async () => {
    serve(0, 500, 5);
    expect(await failureOf(ids())).toMatchObject({ kind: 'unexpected', contact: 'not_sent' });
    nock.cleanAll();
  });

  it('fails as a whole where one page fails for good', async () => {
    nock(origin)
      .get(members)
      .query(page(500, 0))
      .reply(200, { members: items(0, 500), total: 1_000 });
    nock(origin).get(members).query(page(500, 500)).reply(403);
    expect(await failureOf(ids())).toEqual({ kind: 'forbidden' });
  });

  it.each([
    { members: [] },
    { total: 0 },
    { members: {}, total: 0 },
    { members: [{}], total: 1 },
    [],
  ])('is refused where it is none: %j', async (body) => {
    nock(origin).get(members).query(true).reply(200, body);
    expect(await failureOf(ids())).toMatchObject({ kind: 'unexpected', contact: 'broken_off' });
  });
});

describe('a read that fails', () => {
  it.each([500, 502, 503, 504, 429])('with %d is repeated', async (status) => {
    nock(origin).get('/v1/organizations/').times(2).reply(status, '<html>');
    nock(origin).get('/v1/organizations/').reply(200, []);
    const { client, clock } = setUp();
    expect(await client.listOrganizations()).toEqual([]);
    expect(clock.waits).toEqual([125, 250]);
  });

  it.each(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'EAI_AGAIN'])(
    'with %s is repeated',
    async (code) => {
      nock(origin).get('/v1/organizations/').replyWithError(broken(code));
      nock(origin).get('/v1/organizations/').reply(200, []);
      expect(await setUp().client.listOrganizations()).toEqual([]);
    },
  );

  it('for want of time is repeated', async () => {
    nock(origin).get('/v1/organizations/').reply(never);
    nock(origin).get('/v1/organizations/').reply(200, []);
    expect(await setUp({ retryPolicy: impatient }).client.listOrganizations()).toEqual([]);
  });

  it('again and again is given up', async () => {
    nock(origin).get('/v1/organizations/').times(limits.read.attempts).reply(503);
    expect(await failureOf(setUp().client.listOrganizations())).toEqual({
      kind: 'unavailable',
      contact: 'broken_off',
    });
  });

  it('waits as long as Piper asks', async () => {
    nock(origin).get('/v1/organizations/').reply(429, '', { 'retry-after': '3' });
    nock(origin).get('/v1/organizations/').reply(200, []);
    const { client, clock } = setUp();
    await client.listOrganizations();
    expect(clock.waits).toEqual([3_125]);
  });

  it('does not wait where Piper asks for too much', async () => {
    nock(origin).get('/v1/organizations/').reply(429, '', { 'retry-after': '3600' });
    const { client, clock } = setUp();
    expect(await failureOf(client.listOrganizations())).toEqual({
      kind: 'rate_limited',
      retryAfter: 3_600_000,
    });
    expect(clock.waits).toEqual([]);
  });

  it.each([
    [400, { kind: 'invalid', fields: [] }],
    [401, { kind: 'unauthorized' }],
    [403, { kind: 'forbidden' }],
    // Every Piper has this list.
    [404, { kind: 'unexpected', status: 404, contact: 'not_sent' }],
    [409, { kind: 'conflict' }],
    [418, { kind: 'unexpected', status: 418, contact: 'not_sent' }],
    [422, { kind: 'invalid', fields: [] }],
  ])('with %d is not repeated', async (status, failure) => {
    nock(origin).get('/v1/organizations/').reply(status);
    const { client, clock } = setUp();
    expect(await failureOf(client.listOrganizations())).toEqual(failure);
    expect(clock.waits).toEqual([]);
  });
});

describe('a write that fails', () => {
  const add = (options: Partial<PiperClientOptions> = {}) =>
    setUp(options).client.addMember('org-1', 'ada@example.com', 'role-1');

  it.each([
    [
      'a refused connection',
      () => nock(origin).post(members).replyWithError(broken('ECONNREFUSED')),
    ],
    ['an unknown host', () => nock(origin).post(members).replyWithError(broken('ENOTFOUND'))],
  ])('is repeated after %s: Piper has surely done nothing', async (_, fail) => {
    fail();
    nock(origin).post(members).reply(200, ada);
    expect(await add()).toMatchObject({ userId: 'user-1' });
  });

  it.each([
    [500, 'broken_off'],
    [502, 'timed_out'],
    [503, 'broken_off'],
    [504, 'timed_out'],
  ])('is not repeated after %d', async (status, contact) => {
    nock(origin).post(members).reply(status);
    expect(await failureOf(add())).toEqual({ kind: 'unavailable', contact });
  });

  it.each(['ECONNRESET', 'EPIPE'])('is not repeated after %s', async (code) => {
    nock(origin).post(members).replyWithError(broken(code));
    expect(await failureOf(add())).toMatchObject({ kind: 'unavailable', contact: 'timed_out' });
  });

  it('is not repeated for want of time', async () => {
    nock(origin).post(members).reply(never);
    expect(await failureOf(add({ retryPolicy: impatient }))).toMatchObject({
      kind: 'unavailable',
      contact: 'timed_out',
    });
  });

  it.each([
    [400, { kind: 'invalid', fields: [] }],
    [401, { kind: 'unauthorized' }],
    [403, { kind: 'forbidden' }],
    [404, { kind: 'not_found' }],
    [409, { kind: 'conflict' }],
    [422, { kind: 'invalid', fields: [] }],
  ])('is not repeated after %d', async (status, failure) => {
    nock(origin).post(members).reply(status);
    expect(await failureOf(add())).toEqual(failure);
  });

  it('is left to the caller where Piper asks to wait, since others have to wait, too', async () => {
    nock(origin).post(members).reply(429, '', { 'retry-after': '3' });
    const { client, clock } = setUp();
    const failure = await failureOf(client.addMember('org-1', 'ada@example.com', 'role-1'));
    expect(failure).toEqual({ kind: 'rate_limited', retryAfter: 3_000 });
    expect(clock.waits).toEqual([]);
  });

  it.each([
    ['a second before its time is over', limits.write.totalTimeoutMs - 1_000, { userId: 'user-1' }],
    [
      'when its time is over, since others rely on its end',
      limits.write.totalTimeoutMs,
      { kind: 'unavailable', contact: 'not_sent' },
    ],
  ])('of a process that has stood still is sent %s', async (_, stood, expected) => {
    const { clock } = setUp();
    const breaker = {
      isOpen: () => false,
      // It hears late that its turn has come.
      run: async <T>(call: () => Promise<T>) => {
        clock.advance(stood);
        return call();
      },
    };
    const post = nock(origin).post(members).reply(200, ada);
    const { client } = setUp({ clock, breaker });
    const added = client.addMember('org-1', 'ada@example.com', 'role-1');
    expect(await added.catch(({ failure }: PiperError) => failure)).toMatchObject(expected);
    expect(post.isDone()).toBe('userId' in expected);
    nock.cleanAll();
  });

  it('is given up after so many refusals', async () => {
    nock(origin).post(members).times(limits.write.attempts).replyWithError(broken('ECONNREFUSED'));
    expect(await failureOf(add())).toMatchObject({ kind: 'unavailable', contact: 'not_sent' });
  });

  it.each([1, 3])('has a patience of its own: %d attempts', async (attempts) => {
    nock(origin).post(members).times(attempts).replyWithError(broken('ECONNREFUSED'));
    const retryPolicy = {
      read: { ...limits.read, attempts: 2 },
      write: { ...limits.write, attempts },
    };
    expect(await failureOf(add({ retryPolicy }))).toMatchObject({ contact: 'not_sent' });
  });

  it('never has the token in its failure', async () => {
    const error = Object.assign(new Error('bad header: Bearer pat_abc'), { code: 'ECONNRESET' });
    nock(origin).post(members).replyWithError(error);
    expect(await failureOf(add())).toEqual({
      kind: 'unavailable',
      contact: 'timed_out',
      detail: 'ECONNRESET: bad header: Bearer pat_…',
    });
  });
});

describe('a change of a role', () => {
  const path = '/v1/organizations/org-1/members/user-1';
  const change = (options: Partial<PiperClientOptions> = {}) =>
    setUp(options).client.changeRole('org-1', 'user-1', 'role-2');

  it('sets the role, and gives the member that Piper answers with', async () => {
    nock(origin).patch(path, { role_id: 'role-2' }).reply(200, ada);
    expect(await change()).toMatchObject({ userId: 'user-1' });
  });

  it('stays in the path of its organization', async () => {
    nock(origin).patch('/v1/organizations/a%2Fb/members/..%2Fc').reply(200, ada);
    const { client } = setUp();
    expect(await client.changeRole('a/b', '../c', 'role-2')).toMatchObject({ userId: 'user-1' });
  });

  it.each([500, 502, 503, 429])('is repeated after %d, since it sets a value', async (status) => {
    nock(origin).patch(path).reply(status);
    nock(origin).patch(path).reply(200, ada);
    expect(await change()).toMatchObject({ userId: 'user-1' });
  });

  it('is repeated after a broken connection', async () => {
    nock(origin).patch(path).replyWithError(broken('ECONNRESET'));
    nock(origin).patch(path).reply(200, ada);
    expect(await change()).toMatchObject({ userId: 'user-1' });
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [422, 'invalid'],
  ])('is not repeated after %d', async (status, kind) => {
    nock(origin).patch(path).reply(status);
    const { client, clock } = setUp();
    const failure = await failureOf(client.changeRole('org-1', 'user-1', 'role-2'));
    expect(failure).toMatchObject({ kind });
    expect(clock.waits).toEqual([]);
  });
});
