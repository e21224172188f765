import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slack as limits } from '../../src/limits.ts';
import { createFiles } from '../../src/slack/files.ts';
import type { Files } from '../../src/usecases/ports/slack.ts';
import { noNetwork } from '../helpers/nock.ts';
import { answerOnce, slackClient } from '../helpers/slack-client.ts';

noNetwork();

let slack: ReturnType<typeof slackClient>;
let files: Files;

beforeEach(() => {
  slack = slackClient();
  files = createFiles({ ...slack, token: 'xoxb-own' });
});
afterEach(() => slack.dispatcher.destroy());

const path = '/files-pri/T1-F1/people.csv';
const known = (about: object = {}) =>
  answerOnce('files.info', {
    ok: true,
    file: {
      id: 'F1',
      user: 'UALICE',
      size: 5,
      url_private: `https://files.slack.com${path}`,
      ...about,
    },
  });
const content = (status: number, body: string | Buffer, headers = {}) =>
  nock('https://files.slack.com').get(path).reply(status, body, headers);
const read = async () => {
  const found = await files.read('F1', 'UALICE');
  return found.ok ? Buffer.from(found.value).toString() : found.error;
};

describe('a file that somebody uploaded', () => {
  it("is read from Slack's own host, with the token", async () => {
    const calls = known();
    nock('https://files.slack.com', { reqheaders: { authorization: 'Bearer xoxb-own' } })
      .get(path)
      .reply(200, 'email');
    expect(await read()).toBe('email');
    expect(calls[0]?.said).toMatchObject({ file: 'F1' });
  });

  it('is read from whatever stands in for Slack', async () => {
    known({ url_private: 'https://slack.example/files/F1' });
    nock('https://slack.example').get('/files/F1').reply(200, 'email');
    expect(await read()).toBe('email');
  });

  it.each([
    'https://evil.example/people.csv',
    'https://slack.com.evil.example/people.csv',
    'https://evilslack.com/people.csv',
    'http://files.slack.com/people.csv',
    'https://files.slack.com@evil.example/people.csv',
  ])('is not read from %s, nor does the token go there', async (address) => {
    known({ url_private: address });
    const { origin, pathname } = new URL(address);
    nock(origin).get(pathname).optionally().reply(200, 'email');
    expect(await read()).toBe('unavailable');
  });

  it('is not followed to where Slack redirects', async () => {
    known();
    content(302, '', { location: 'https://evil.example/' });
    nock('https://evil.example').get('/').optionally().reply(200, 'email');
    expect(await read()).toBe('unavailable');
  });

  it("is nobody's but theirs", async () => {
    known({ user: 'UBOB' });
    expect(await read()).toBe('not_found');
  });

  it('is not read where it is too large, whatever Slack says of its size', async () => {
    known({ size: limits.maxFileBytes + 1 });
    expect(await read()).toBe('too_large');
    known({ size: 5 });
    content(200, Buffer.alloc(limits.maxFileBytes + 1, 'a'));
    expect(await read()).toBe('too_large');
  });

  it('is read up to the size that is allowed', async () => {
    known({ size: limits.maxFileBytes });
    content(200, Buffer.alloc(limits.maxFileBytes, 'a'));
    expect((await read()).length).toBe(limits.maxFileBytes);
  });

  it.each([
    ['missing_scope', 'not_granted'],
    ['file_not_found', 'not_found'],
    ['file_deleted', 'not_found'],
    ['internal_error', 'unavailable'],
  ])('is not read where Slack says %s', async (error, why) => {
    answerOnce('files.info', { ok: false, error });
    expect(await read()).toBe(why);
  });

  it('is not read where its host refuses it', async () => {
    known();
    content(403, 'no');
    expect(await read()).toBe('unavailable');
    expect(slack.lines().map(({ level }) => level)).toContain('warn');
  });
});
