import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slack as limits } from '../../src/limits.ts';
import { createChannels } from '../../src/slack/channels.ts';
import type { Channels } from '../../src/usecases/ports/slack.ts';
import { noNetwork } from '../helpers/nock.ts';
import { answerOnce, slackClient } from '../helpers/slack-client.ts';

noNetwork();

let slack: ReturnType<typeof slackClient>;
let channels: Channels;

beforeEach(() => {
  slack = slackClient();
  channels = createChannels(slack);
});
afterEach(() => slack.dispatcher.destroy());

const aboutChannel = (isPrivate: unknown = false) =>
  answerOnce('conversations.info', { ok: true, channel: { id: 'C1', is_private: isPrivate } });
const aPage = (members: string[], cursor = '') =>
  answerOnce('conversations.members', {
    ok: true,
    members,
    response_metadata: { next_cursor: cursor },
  });

describe('who sees a channel', () => {
  const about = (channel: object) =>
    answerOnce('conversations.info', {
      ok: true,
      channel: { id: 'C1', name: 'hiring', ...channel },
    });

  it.each([
    [
      { is_private: true, is_ext_shared: false },
      { isPublic: false, isShared: false },
    ],
    [
      { is_private: false, is_ext_shared: false },
      { isPublic: true, isShared: false },
    ],
    [
      { is_private: true, is_ext_shared: true },
      { isPublic: false, isShared: true },
    ],
    [
      { is_private: true, is_ext_shared: false, is_pending_ext_shared: true },
      { isPublic: false, isShared: true },
    ],
    // What Slack does not say.
    [{}, { isPublic: true, isShared: true }],
  ])('is read, and the worse is taken: %j', async (channel, seen) => {
    about(channel);
    expect(await channels.look('C1')).toEqual({ ok: true, value: { name: 'hiring', ...seen } });
  });

  it.each([
    ['missing_scope', 'not_granted'],
    ['channel_not_found', 'not_found'],
    ['fatal_error', 'unavailable'],
  ])('is not known after %s', async (error, why) => {
    answerOnce('conversations.info', { ok: false, error });
    expect(await channels.look('C1')).toEqual({ ok: false, error: why });
  });
});

describe('the people of a channel', () => {
  it('are told page by page', async () => {
    aboutChannel();
    const [first, second] = [aPage(['U1', 'U2'], 'more'), aPage(['U3'])];
    expect(await channels.members('C1', 'UALICE')).toEqual({ ok: true, value: ['U1', 'U2', 'U3'] });
    expect(first[0]?.said).toMatchObject({ channel: 'C1', limit: '1000' });
    expect(second[0]?.said).toMatchObject({ cursor: 'more' });
  });

  it('are told to somebody who is in it where it is private', async () => {
    aboutChannel(true);
    aPage(['U1', 'UALICE']);
    expect(await channels.members('C1', 'UALICE')).toMatchObject({ ok: true });
  });

  it.each([
    ['it is private', true],
    ['Slack does not say whether it is private', undefined],
  ])('are not told to somebody who is not in it where %s', async (_case, isPrivate) => {
    answerOnce('conversations.info', { ok: true, channel: { is_private: isPrivate } });
    aPage(['U1']);
    expect(await channels.members('C1', 'UALICE')).toEqual({ ok: false, error: 'not_found' });
  });

  it('are not read to the end where there are far too many', async () => {
    aboutChannel();
    aPage(
      Array.from({ length: limits.maxChannelMembers + 1 }, (_, at) => `U${at}`),
      'more',
    );
    expect(await channels.members('C1', 'UALICE')).toEqual({ ok: false, error: 'too_many' });
  });

  it.each([
    ['missing_scope', 'not_granted'],
    ['channel_not_found', 'not_found'],
    ['internal_error', 'unavailable'],
  ])('are not told where Slack says %s', async (error, why) => {
    aboutChannel();
    answerOnce('conversations.members', { ok: false, error });
    expect(await channels.members('C1', 'UALICE')).toEqual({ ok: false, error: why });
  });
});
