import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slack as limits } from '../../src/limits.ts';
import { createUserGroups } from '../../src/slack/user-groups.ts';
import type { UserGroups } from '../../src/usecases/ports/slack.ts';
import { type FakeClock, fakeClock } from '../helpers/fake-clock.ts';
import { noNetwork } from '../helpers/nock.ts';
import { answerOnce, slackClient } from '../helpers/slack-client.ts';

noNetwork();

let slack: ReturnType<typeof slackClient>;
let clock: FakeClock;
let userGroups: UserGroups;

beforeEach(() => {
  slack = slackClient();
  clock = fakeClock();
  userGroups = createUserGroups({
    client: slack.client,
    teamId: 'T1',
    now: clock.now,
    log: slack.log,
  });
});
afterEach(() => slack.dispatcher.destroy());

describe('the user groups of a workspace', () => {
  it('are listed by name', async () => {
    const calls = answerOnce('usergroups.list', {
      ok: true,
      usergroups: [
        { id: 'S2', name: 'Support', handle: 'support' },
        { id: 'S1', name: '', handle: 'leads' },
        { id: 'S3' },
      ],
    });
    expect(await userGroups.list()).toEqual({
      ok: true,
      value: [
        { id: 'S1', name: 'leads' },
        { id: 'S3', name: 'S3' },
        { id: 'S2', name: 'Support' },
      ],
    });
    expect(calls[0]?.said).toMatchObject({ team_id: 'T1' });
  });

  it('are believed for a short while, since a menu asks for them letter by letter', async () => {
    const list = (name: string) =>
      answerOnce('usergroups.list', { ok: true, usergroups: [{ id: 'S1', name }] });
    list('Leads');
    await userGroups.list();
    expect(await userGroups.list()).toEqual({ ok: true, value: [{ id: 'S1', name: 'Leads' }] });
    clock.advance(limits.profileTtl + 1);
    list('Leaders');
    expect(await userGroups.list()).toEqual({ ok: true, value: [{ id: 'S1', name: 'Leaders' }] });
  });

  it.each([
    ['missing_scope', 'not_granted'],
    ['internal_error', 'unavailable'],
  ])('are not told where Slack says %s', async (error, why) => {
    answerOnce('usergroups.list', { ok: false, error });
    answerOnce('usergroups.users.list', { ok: false, error });
    expect(await userGroups.list()).toEqual({ ok: false, error: why });
    expect(await userGroups.members('S1')).toEqual({ ok: false, error: why });
  });

  it('are not told where the answer makes no sense, which is in the log', async () => {
    answerOnce('usergroups.list', { ok: true, usergroups: 'none' });
    expect(await userGroups.list()).toEqual({ ok: false, error: 'unavailable' });
    expect(slack.lines().map(({ level }) => level)).toContain('warn');
  });
});

describe('the members of a user group', () => {
  it('are believed for a short while', async () => {
    const first = answerOnce('usergroups.users.list', { ok: true, users: ['UADA', 'UGRACE'] });
    expect(await userGroups.members('S1')).toEqual({ ok: true, value: ['UADA', 'UGRACE'] });
    expect(await userGroups.members('S1')).toEqual({ ok: true, value: ['UADA', 'UGRACE'] });
    expect(first[0]?.said).toMatchObject({ usergroup: 'S1', team_id: 'T1' });
    clock.advance(limits.profileTtl + 1);
    answerOnce('usergroups.users.list', { ok: true, users: [] });
    expect(await userGroups.members('S1')).toEqual({ ok: true, value: [] });
  });

  it('are read anew where that is asked for, and believed from then on', async () => {
    answerOnce('usergroups.users.list', { ok: true, users: ['UADA'] });
    await userGroups.members('S1');
    answerOnce('usergroups.users.list', { ok: true, users: ['UGRACE'] });
    expect(await userGroups.members('S1', 'new')).toEqual({ ok: true, value: ['UGRACE'] });
    expect(await userGroups.members('S1')).toEqual({ ok: true, value: ['UGRACE'] });
  });

  it('are not believed to be the former ones where they cannot be read anew', async () => {
    answerOnce('usergroups.users.list', { ok: true, users: ['UADA'] });
    await userGroups.members('S1');
    answerOnce('usergroups.users.list', { ok: false, error: 'internal_error' });
    expect(await userGroups.members('S1', 'new')).toEqual({ ok: false, error: 'unavailable' });
  });

  it('are none where the group is gone', async () => {
    answerOnce('usergroups.users.list', { ok: false, error: 'no_such_subteam' });
    expect(await userGroups.members('S1')).toEqual({ ok: true, value: [] });
  });
});
