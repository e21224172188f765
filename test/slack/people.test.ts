import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkspaceRef } from '../../src/domain/connection.ts';
import { slack as limits } from '../../src/limits.ts';
import { createPeople } from '../../src/slack/people.ts';
import type { People } from '../../src/usecases/ports/slack.ts';
import { person } from '../helpers/builders.ts';
import { type FakeClock, fakeClock } from '../helpers/fake-clock.ts';
import { holdTimers } from '../helpers/held.ts';
import { noNetwork } from '../helpers/nock.ts';
import { answerOnce, slackClient } from '../helpers/slack-client.ts';

noNetwork();

let slack: ReturnType<typeof slackClient>;
let clock: FakeClock;
let people: People;

beforeEach(() => {
  slack = slackClient();
  clock = fakeClock();
  people = peopleOf({ teamId: 'T1' });
});
afterEach(() => slack.dispatcher.destroy());

const peopleOf = (workspace: WorkspaceRef): People =>
  createPeople({ client: slack.client, workspace, now: clock.now, log: slack.log });

const grace = {
  id: 'UGRACE',
  team_id: 'T1',
  name: 'grace.h',
  deleted: false,
  is_bot: false,
  is_admin: false,
  is_owner: false,
  is_restricted: false,
  is_ultra_restricted: false,
  profile: { email: 'grace@example.com', display_name: 'Grace', real_name: 'Grace Hopper' },
};
const { profile: _, ...withoutProfile } = grace;

/** Reads somebody of whom Slack tells this. */
async function find(user: object) {
  answerOnce('users.info', { ok: true, user });
  const found = await people.find('UGRACE');
  if (!found.ok) throw new Error(found.error);
  return found.value;
}

describe('somebody in Slack', () => {
  it('is asked for by ID, and read', async () => {
    const calls = answerOnce('users.info', { ok: true, user: grace });
    expect(await people.find('UGRACE')).toEqual({ ok: true, value: person() });
    expect(calls[0]?.said).toMatchObject({ user: 'UGRACE' });
  });

  it.each([
    ['is_admin', { is_admin: true }, { isAdmin: true }],
    ['is_owner', { is_owner: true }, { isAdmin: true }],
    ['is_primary_owner', { is_primary_owner: true }, { isAdmin: true }],
    ['is_restricted', { is_restricted: true }, { isGuest: true }],
    ['is_ultra_restricted', { is_ultra_restricted: true }, { isGuest: true }],
    ['is_bot', { is_bot: true }, { isBot: true }],
    ['is_workflow_bot', { is_workflow_bot: true }, { isBot: true }],
    ["Slackbot's ID", { id: 'USLACKBOT' }, { id: 'USLACKBOT', isBot: true }],
    ['deleted', { deleted: true }, { isDeactivated: true }],
    ['is_stranger', { is_stranger: true }, { isExternal: true }],
    ['another team', { team_id: 'T2' }, { isExternal: true }],
    ['no team', { team_id: undefined }, { isExternal: true }],
    ['no team at all', { team_id: null }, { isExternal: true }],
    ['a confirmed address', { is_email_confirmed: true }, { isAddressConfirmed: true }],
    ['an unconfirmed address', { is_email_confirmed: false }, {}],
    ['a time zone', { tz_offset: -28_800 }, { utcOffset: -28_800 }],
    ['who knows what of a time zone', { tz_offset: 'PST' }, {}],
    ['who knows what of the address', { is_email_confirmed: 'yes' }, {}],
  ])('with %s is told so', async (_case, user, about) => {
    expect(await find({ ...grace, ...user })).toEqual(person(about));
  });

  it.each([
    [{ display_name: 'Grace', real_name: 'Grace Hopper' }, 'Grace'],
    [{ display_name: '', real_name: 'Grace Hopper' }, 'Grace Hopper'],
    [{ display_name: null, real_name: '' }, 'grace.h'],
    [{}, 'grace.h'],
  ])('is called by the first name that there is: %j', async (profile, name) => {
    expect(await find({ ...grace, profile })).toMatchObject({ name });
  });

  it('is called by ID where there is no name at all', async () => {
    expect(await find({ id: 'UGRACE', team_id: 'T1' })).toMatchObject({ name: 'UGRACE' });
  });

  it.each([{ email: '' }, { email: null }, { email: 7 }, {}])(
    'has no address where the profile has none: %j',
    async (profile) => {
      expect(await find({ ...grace, profile })).not.toHaveProperty('address');
    },
  );

  it('is read as far as it makes sense', async () => {
    expect(await find({ ...withoutProfile, is_admin: 'yes', profile: 7 })).toMatchObject({
      name: 'grace.h',
      isAdmin: false,
    });
  });
});

describe('somebody in an Enterprise organization', () => {
  beforeEach(() => {
    people = peopleOf({ teamId: 'T1', enterpriseId: 'E1' });
  });

  it.each([
    ['in this workspace', { enterprise_user: { enterprise_id: 'E1', teams: ['T2', 'T1'] } }],
    ['with an account of this workspace', { team_id: 'T1' }],
  ])('is one of us: %s', async (_case, user) => {
    expect(await find({ ...grace, team_id: 'T2', ...user })).toMatchObject({ isExternal: false });
  });

  it.each([
    ['in another workspace of it', { enterprise_user: { enterprise_id: 'E1', teams: ['T2'] } }],
    ['who has left', { team_id: 'T1', enterprise_user: { enterprise_id: 'E1', teams: [] } }],
    [
      'known by the organization alone',
      { team_id: 'E1', enterprise_user: { enterprise_id: 'E1' } },
    ],
    ['in another one', { enterprise_user: { enterprise_id: 'E2', teams: ['T3'] } }],
    ['with a team that only sounds alike', { team_id: 'E' }],
    ['with nothing told', { enterprise_user: null }],
    ['called a stranger', { team_id: 'T1', is_stranger: true }],
  ])('is an outsider: %s', async (_case, user) => {
    expect(await find({ ...grace, team_id: 'T2', ...user })).toMatchObject({ isExternal: true });
  });

  it.each([
    ['an admin', { enterprise_id: 'E1', is_admin: true }, true],
    ['an owner', { enterprise_id: 'E1', is_owner: true }, true],
    ['neither', { enterprise_id: 'E1', is_admin: false }, false],
    ['an admin of another organization', { enterprise_id: 'E2', is_admin: true }, false],
  ])('is an admin of the organization or not: %s', async (_case, enterprise_user, isOrgAdmin) => {
    expect(await find({ ...grace, enterprise_user })).toMatchObject({ isOrgAdmin });
  });

  it('is one of us where only the list of their workspaces says so', async () => {
    people = peopleOf({ teamId: 'T1' });
    const user = { team_id: 'E1', enterprise_user: { enterprise_id: 'E1', teams: ['T2', 'T1'] } };
    expect(await find({ ...grace, ...user })).toMatchObject({ isExternal: false });
  });

  it('is an outsider to a workspace that belongs to none', async () => {
    people = peopleOf({ teamId: 'T1' });
    const user = { team_id: undefined, enterprise_user: { teams: [] } };
    expect(await find({ ...grace, ...user })).toMatchObject({ isExternal: true });
  });
});

describe('somebody whom Slack cannot tell', () => {
  it.each(['user_not_found', 'user_not_visible'])('is unknown: %s', async (error) => {
    answerOnce('users.info', { ok: false, error });
    expect(await people.find('UNOBODY')).toEqual({ ok: false, error: 'unknown' });
  });

  it.each(['missing_scope', 'invalid_auth', 'fatal_error'])(
    'is unavailable, and in the log: %s',
    async (error) => {
      answerOnce('users.info', { ok: false, error });
      expect(await people.find('UGRACE')).toEqual({ ok: false, error: 'unavailable' });
      expect(slack.lines()).toContainEqual(
        expect.objectContaining({
          level: 'warn',
          userId: 'UGRACE',
          msg: 'user lookup failed',
        }),
      );
    },
  );

  it.each([
    ['a server error', () => answerOnce('users.info', {}, { status: 500 })],
    [
      'a rate limit',
      () => answerOnce('users.info', {}, { status: 429, headers: { 'retry-after': '30' } }),
    ],
    ['nobody at all', () => answerOnce('users.info', { ok: true })],
    ['somebody without an ID', () => answerOnce('users.info', { ok: true, user: { name: 'x' } })],
    [
      'a broken connection',
      () => nock('https://slack.example').post('/api/users.info').replyWithError('reset'),
    ],
  ])('is unavailable: %s', async (_case, answer) => {
    answer();
    expect(await people.find('UGRACE')).toEqual({ ok: false, error: 'unavailable' });
  });

  it('is asked for again the next time', async () => {
    answerOnce('users.info', { ok: false, error: 'fatal_error' });
    await people.find('UGRACE');
    expect(people.remembered('UGRACE')).toBeUndefined();
    expect(await find(grace)).toMatchObject({ id: 'UGRACE' });
  });
});

describe('a profile', () => {
  it('is asked for anew where it must not be a moment old, and remembered as it is then', async () => {
    answerOnce('users.info', { ok: true, user: { ...grace, is_admin: true } });
    expect(await people.find('UGRACE')).toMatchObject({ value: { isAdmin: true } });
    answerOnce('users.info', { ok: true, user: grace });
    expect(await people.findAnew('UGRACE')).toMatchObject({ value: { isAdmin: false } });
    expect(await people.find('UGRACE')).toMatchObject({ value: { isAdmin: false } });
  });

  it('that cannot be asked for anew is not taken from memory', async () => {
    answerOnce('users.info', { ok: true, user: { ...grace, is_admin: true } });
    await people.find('UGRACE');
    answerOnce('users.info', { ok: false, error: 'fatal_error' });
    expect(await people.findAnew('UGRACE')).toEqual({ ok: false, error: 'unavailable' });
    expect(people.remembered('UGRACE')).toBeUndefined();
  });

  it('is asked for once by all who ask at once', async () => {
    answerOnce('users.info', { ok: true, user: grace });
    const found = await Promise.all(Array.from({ length: 20 }, () => people.find('UGRACE')));
    expect(found.every(({ ok }) => ok)).toBe(true);
  });

  it('is believed for a minute, and asked for anew afterwards', async () => {
    const { letPass } = holdTimers();
    await find(grace);
    clock.advance(limits.profileTtl - 1);
    // The cache looks at the clock once a millisecond.
    await letPass(1);
    expect(await people.find('UGRACE')).toMatchObject({ value: { isAdmin: false } });
    expect(people.remembered('UGRACE')).toEqual(person());
    clock.advance(2);
    await letPass(1);
    expect(people.remembered('UGRACE')).toBeUndefined();
    expect(await find({ ...grace, is_admin: true })).toMatchObject({ isAdmin: true });
  });

  it('is not remembered before it was asked for', () => {
    expect(people.remembered('UGRACE')).toBeUndefined();
  });

  it('is remembered for each person apart', async () => {
    await find(grace);
    answerOnce('users.info', { ok: true, user: { ...grace, id: 'UBOB' } });
    await people.find('UBOB');
    expect(people.remembered('UBOB')?.id).toBe('UBOB');
    expect(people.remembered('UGRACE')?.id).toBe('UGRACE');
  });
});

describe('many people', () => {
  const ids = Array.from({ length: limits.listProfilesAbove + 1 }, (_, at) => `U${at}`);
  const userOf = (id: string) => ({ ...grace, id });
  const idsOf = (found: Awaited<ReturnType<People['findAll']>>) =>
    found.map((each) => (each.ok ? each.value.id : each.error));

  it('are asked for one by one where they are few, in their order, whoever is known not at all', async () => {
    await find(grace);
    answerOnce('users.info', { ok: true, user: userOf('UBOB') });
    expect(idsOf(await people.findAll(['UBOB', 'UGRACE']))).toEqual(['UBOB', 'UGRACE']);
  });

  it('are read from the list of everybody, page by page until all are found', async () => {
    const first = answerOnce('users.list', {
      ok: true,
      members: [...ids.slice(0, 12).map(userOf), userOf('UOTHER'), { nonsense: true }],
      response_metadata: { next_cursor: 'more' },
    });
    const second = answerOnce('users.list', {
      ok: true,
      members: ids.slice(12).map(userOf),
      response_metadata: { next_cursor: 'even more' },
    });
    expect(idsOf(await people.findAll(ids))).toEqual(ids);
    expect(first[0]?.said).toMatchObject({ limit: '1000', team_id: 'T1' });
    expect(first[0]?.said).not.toHaveProperty('cursor');
    expect(second[0]?.said).toMatchObject({ cursor: 'more' });
    expect(people.remembered('U3')).toMatchObject({ id: 'U3' });
    expect(people.remembered('UOTHER')).toBeUndefined();
  });

  it('who are in no list are asked for one by one', async () => {
    answerOnce('users.list', { ok: true, members: ids.slice(1).map(userOf) });
    answerOnce('users.info', { ok: false, error: 'user_not_found' });
    expect(idsOf(await people.findAll(ids))).toEqual(['unknown', ...ids.slice(1)]);
  });

  it('are asked for one by one where Slack gives no list, which is in the log', async () => {
    answerOnce('users.list', {}, { status: 429, headers: { 'retry-after': '30' } });
    for (const id of ids) answerOnce('users.info', { ok: true, user: userOf(id) });
    const found = await people.findAll(ids);
    expect(found.every(({ ok }) => ok)).toBe(true);
    expect(slack.lines()).toContainEqual(expect.objectContaining({ msg: 'user list failed' }));
  });

  it('are not asked for anew where they are known', async () => {
    answerOnce('users.list', { ok: true, members: ids.map(userOf) });
    await people.findAll(ids);
    expect(idsOf(await people.findAll(ids))).toEqual(ids);
  });
});
