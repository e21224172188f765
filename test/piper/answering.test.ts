import nock from 'nock';
import { afterAll, describe, expect, it } from 'vitest';
import type { PiperOverrides } from '../../src/piper/piper.ts';
import { createPiper } from '../../src/piper/piper.ts';
import { createTransport } from '../../src/utils/http-transport.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { noNetwork } from '../helpers/nock.ts';

noNetwork();

const origin = 'https://piper.example';
const list = '/v1/organizations/';
const members = '/v1/organizations/org-1/members';
const membership = { user_id: 'user-ada', role_id: 'role-1', role: { name: 'Editor' } };
const once = { attemptTimeoutMs: 5_000, totalTimeoutMs: 20_000, attempts: 1 };
const thrice = { ...once, attempts: 3 };

const dispatcher = createTransport();
afterAll(() => dispatcher.destroy());

/** Piper is taken for down after two failures, for ten seconds. */
function setUp(retryPolicy: PiperOverrides['retryPolicy'] = { read: once, write: once }) {
  const clock = fakeClock();
  const { tokens } = createPiper({
    apiUrl: origin,
    dispatcher,
    clock,
    retryPolicy,
    breaker: { failures: 2, pause: 10_000 },
  });
  const piper = tokens.open('pat_abc', 'org-1');
  const fail = async () => {
    nock(origin).get(list).reply(503);
    expect(await piper.details()).toMatchObject({ ok: false, error: { contact: 'broken_off' } });
  };
  const answer = () =>
    nock(origin)
      .get(list)
      .reply(200, [{ id: 'org-1', name: 'Acme' }]);
  return { tokens, piper, clock, fail, answer };
}

const refuseConnection = () => Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

describe('whether Piper is answering', () => {
  it('is so before anything was asked, and after too few failures', async () => {
    const { piper, fail } = setUp();
    expect(piper.isAnswering()).toBe(true);
    await fail();
    expect(piper.isAnswering()).toBe(true);
  });

  it('is not so from the last of so many failures until an answer', async () => {
    const { piper, clock, fail, answer } = setUp();
    await fail();
    await fail();
    expect(piper.isAnswering()).toBe(false);
    clock.advance(9_999);
    expect(await piper.details()).toMatchObject({ ok: false, error: { contact: 'not_sent' } });
    clock.advance(1);
    expect(piper.isAnswering()).toBe(false);
    answer();
    expect(await piper.details()).toMatchObject({ ok: true });
    expect(piper.isAnswering()).toBe(true);
  });

  it('is not known to be otherwise from refusals', async () => {
    const { piper } = setUp();
    nock(origin).get(list).times(5).reply(403);
    for (let call = 0; call < 5; call += 1) await piper.details();
    expect(piper.isAnswering()).toBe(true);
  });

  it('is the same for every token', async () => {
    const { tokens, fail } = setUp();
    await fail();
    await fail();
    expect(tokens.open('pat_other', 'org-2').isAnswering()).toBe(false);
    expect(await tokens.inspect('pat_other')).toMatchObject({
      ok: false,
      error: { contact: 'not_sent' },
    });
  });

  it('is asked with failed invitations, too', async () => {
    const { piper } = setUp();
    nock(origin).post(members).times(2).reply(503);
    await piper.addMember('ada@example.com', 'role-1');
    expect(piper.isAnswering()).toBe(true);
    await piper.addMember('grace@example.com', 'role-1');
    expect(piper.isAnswering()).toBe(false);
    expect(await piper.addMember('bob@example.com', 'role-1')).toMatchObject({
      ok: false,
      error: { kind: 'unavailable', contact: 'not_sent', retryAfter: 10_000 },
    });
  });
});

describe('while Piper is taken for down', () => {
  it('a read that fails is not repeated', async () => {
    const { piper, clock } = setUp({ read: thrice, write: thrice });
    nock(origin).get(list).times(2).reply(503);
    expect(await piper.details()).toMatchObject({ ok: false, error: { contact: 'broken_off' } });
    expect(clock.waits).toHaveLength(1);
  });

  it('a write that was not sent is not repeated', async () => {
    const { piper, clock } = setUp({ read: thrice, write: thrice });
    nock(origin).post(members).times(2).replyWithError(refuseConnection());
    expect(await piper.addMember('ada@example.com', 'role-1')).toMatchObject({
      ok: false,
      error: { contact: 'not_sent', detail: 'ECONNREFUSED: refused' },
    });
    expect(clock.waits).toHaveLength(1);
  });

  it('a role can be changed all the same', async () => {
    const { piper, fail } = setUp();
    await fail();
    await fail();
    nock(origin).patch(`${members}/user-ada`).reply(200, membership);
    expect(await piper.changeRole('user-ada', 'role-1')).toMatchObject({
      ok: true,
      value: { userId: 'user-ada', roleName: 'Editor' },
    });
    expect(piper.isAnswering()).toBe(false);
  });
});

describe('when somebody became a member', () => {
  const created_at = '2026-11-24T09:00:00Z';
  const since = Date.parse(created_at);

  it('is told of those in the list, where Piper says it', async () => {
    nock(origin)
      .get(members)
      .query(true)
      .reply(200, {
        members: [
          { ...membership, created_at },
          { ...membership, created_at: null },
          membership,
          { ...membership, created_at: 'lately' },
        ],
        total: 4,
      });
    const listed = await setUp().piper.membersNow();
    expect(listed.ok && listed.value.members.map((member) => member.since)).toEqual([
      since,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is told of whom Piper says to have added, who may have been one before the call', async () => {
    nock(origin)
      .post(members)
      .reply(200, { ...membership, created_at });
    expect(await setUp().piper.addMember('ada@example.com', 'role-1')).toMatchObject({
      ok: true,
      value: { since },
    });
  });
});

describe('a role that was changed', () => {
  const tell = (name: string) =>
    nock(origin)
      .get(members)
      .query(true)
      .reply(200, { members: [{ ...membership, role: { name } }], total: 1 });
  const roleOf = (listed: Awaited<ReturnType<ReturnType<typeof setUp>['piper']['members']>>) =>
    listed.ok && listed.value.members.map(({ roleName }) => roleName);

  it.each([
    ['it is changed', 200, membership],
    ['it may have been', 503, {}],
  ])('makes the members be read again where %s', async (_, status, body) => {
    const { piper } = setUp();
    tell('Viewer');
    expect(roleOf(await piper.members())).toEqual(['Viewer']);
    expect(roleOf(await piper.members())).toEqual(['Viewer']);
    nock(origin).patch(`${members}/user-ada`, { role_id: 'role-1' }).reply(status, body);
    const changed = await piper.changeRole('user-ada', 'role-1');
    expect(changed.ok).toBe(status === 200);
    tell('Editor');
    expect(roleOf(await piper.members())).toEqual(['Editor']);
  });
});
