import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { refusalOf, StatusError } from '../../src/slack/refusals.ts';

const said = (error: string) => new webApi.WebAPIPlatformError({ ok: false, error });
const status = (code: number) => new webApi.WebAPIHTTPError(code, '', {}, '');
const broken = (code: string) =>
  new webApi.WebAPIRequestError(
    new TypeError('fetch failed', { cause: Object.assign(new Error('down'), { code }) }),
  );

describe('a message is surely not there', () => {
  it.each([
    ['not_in_channel', 'not_a_member'],
    ['channel_not_found', 'not_a_member'],
    ['no_permission', 'not_a_member'],
    ['is_archived', 'archived'],
    ['restricted_action', 'restricted'],
    ['restricted_action_read_only_channel', 'restricted'],
    ['ekm_access_denied', 'restricted'],
    ['missing_scope', 'restricted'],
    ['msg_too_long', 'not_taken'],
    ['invalid_blocks', 'not_taken'],
    ['token_revoked', 'not_taken'],
    ['ratelimited', 'not_taken'],
  ])('after %s, which means %s', (word, refusal) => {
    expect(refusalOf(said(word))).toBe(refusal);
  });

  it('after a demand to wait', () => {
    expect(refusalOf(new webApi.WebAPIRateLimitedError(30))).toBe('not_taken');
  });

  it.each([400, 403, 404, 407, 410, 429, 499])('after status %i', (code) => {
    expect(refusalOf(status(code))).toBe('not_taken');
    expect(refusalOf(new StatusError(code, 'no'))).toBe('not_taken');
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
    'after %s, since it never left this machine',
    (code) => {
      expect(refusalOf(broken(code))).toBe('not_taken');
    },
  );
});

describe('a message may be there', () => {
  it.each([
    ...['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'],
    ...['team_added_to_org', 'a_new_word', '', 'constructor', '<html>not_in_channel</html>'],
  ])('after %j', (word) => {
    expect(refusalOf(said(word))).toBeUndefined();
  });

  it.each([408, 500, 502, 503, 504, 520, 302])('after status %i', (code) => {
    expect(refusalOf(status(code))).toBeUndefined();
    expect(refusalOf(new StatusError(code, 'no'))).toBeUndefined();
  });

  it.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT'])(
    'after %s',
    (code) => {
      expect(refusalOf(broken(code))).toBeUndefined();
    },
  );

  it.each([
    ['a time limit', new DOMException('too late', 'TimeoutError')],
    ['a mistake of ours', new TypeError('undefined is not a function')],
    ['something that is no error', 'not_in_channel'],
  ])('after %s', (_, error) => {
    expect(refusalOf(error)).toBeUndefined();
  });
});
