import fc from 'fast-check';
import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { failureOfAnswer, failureOfThrown, PiperError } from '../../src/piper/errors.ts';
import { anyCodeUnits } from '../helpers/any-text.ts';

const now = Date.parse('2026-11-24T10:32:00Z');
const answer = (status: number, body = '', retryAfter?: string) =>
  failureOfAnswer(status, retryAfter, body, now);

describe("Piper's answer", () => {
  it.each([
    [400, { kind: 'invalid', fields: [] }],
    [401, { kind: 'unauthorized' }],
    [403, { kind: 'forbidden' }],
    [404, { kind: 'not_found' }],
    [409, { kind: 'conflict' }],
    [422, { kind: 'invalid', fields: [] }],
    [429, { kind: 'rate_limited' }],
    [500, { kind: 'unavailable', contact: 'broken_off' }],
    [502, { kind: 'unavailable', contact: 'timed_out' }],
    [503, { kind: 'unavailable', contact: 'broken_off' }],
    [504, { kind: 'unavailable', contact: 'timed_out' }],
    [507, { kind: 'unavailable', contact: 'broken_off' }],
    [520, { kind: 'unavailable', contact: 'timed_out' }],
    [524, { kind: 'unavailable', contact: 'timed_out' }],
    [599, { kind: 'unavailable', contact: 'timed_out' }],
    [301, { kind: 'unexpected', status: 301, contact: 'not_sent' }],
    [307, { kind: 'unexpected', status: 307, contact: 'not_sent' }],
    [402, { kind: 'unexpected', status: 402, contact: 'not_sent' }],
    [405, { kind: 'unexpected', status: 405, contact: 'not_sent' }],
    [418, { kind: 'unexpected', status: 418, contact: 'not_sent' }],
  ])('%d without a body is %o', (status, failure) => {
    expect(answer(status)).toEqual(failure);
  });

  it.each([400, 401, 403, 404, 409, 422, 429, 500, 418])(
    '%d is explained in its own words',
    (status) => {
      expect(answer(status, '{"detail":"Not like this"}')).toMatchObject({
        detail: 'Not like this',
      });
    },
  );

  it('names the fields that were refused', () => {
    const body = JSON.stringify({
      detail: [
        { loc: ['body', 'email'], msg: 'value is not a valid email', type: 'value_error' },
        { loc: ['body', 'role_id'], msg: 'not a UUID', type: 'uuid' },
        { loc: ['query', 'limit', 0], msg: 'too many', type: 'x' },
      ],
    });
    expect(answer(422, body)).toEqual({
      kind: 'invalid',
      fields: ['email', 'role_id', 'query.limit.0'],
      detail: 'email: value is not a valid email; role_id: not a UUID; query.limit.0: too many',
    });
  });

  it.each([
    ['nothing', ''],
    ['a page of a proxy', '<html><body><h1>502 Bad Gateway</h1></body></html>'],
    ['other JSON', '{"error":{"code":7}}'],
    ['a number', '42'],
    ['null', 'null'],
    ['a list', '[]'],
    ['text in quotes', '"no"'],
    ['half of JSON', '{"detail":"x'],
    ['an explanation that is an object', '{"detail":{"a":1}}'],
    ['an explanation that is null', '{"detail":null}'],
    ['an explanation that is empty', '{"detail":""}'],
    ['no issues', '{"detail":[]}'],
  ])('has no explanation where its body is %s', (_, body) => {
    expect(answer(422, body)).toEqual({ kind: 'invalid', fields: [] });
    expect(answer(503, body)).toEqual({ kind: 'unavailable', contact: 'broken_off' });
  });

  it('is read as far as it makes sense where issues lack parts', () => {
    const body = '{"detail":[{"loc":["body","email"]},{"msg":"odd"},{"loc":"x","msg":7}]}';
    expect(answer(422, body)).toMatchObject({ kind: 'invalid', fields: ['email', '', ''] });
  });

  it('is explained in 300 characters at most', () => {
    const long = 'x'.repeat(5_000);
    const issues = Array.from({ length: 50 }, () => ({ loc: ['body', long], msg: long }));
    for (const detail of [long, issues]) {
      const failure = answer(422, JSON.stringify({ detail }));
      expect(failure.detail?.length).toBe(300);
    }
  });

  it('is read without a throw, whatever it is', () => {
    const body = fc.oneof(
      anyCodeUnits,
      fc.json(),
      fc.jsonValue().map((detail) => JSON.stringify({ detail })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), body, fc.string(), (status, text, header) => {
        const failure = answer(status, text, header);
        expect(failure.detail?.length ?? 0).toBeLessThanOrEqual(300);
      }),
    );
  });

  it('tells how long to wait with 429', () => {
    expect(answer(429, '{"detail":"slow down"}', '7')).toEqual({
      kind: 'rate_limited',
      retryAfter: 7_000,
      detail: 'slow down',
    });
  });
});

describe('a call without an answer', () => {
  const coded = (code: string, message = 'broken') => Object.assign(new Error(message), { code });

  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
  ])('was never sent: %s', (code) => {
    expect(failureOfThrown(coded(code))).toEqual({
      kind: 'unavailable',
      contact: 'not_sent',
      detail: `${code}: broken`,
    });
  });

  it.each([
    ['our own time limit', new DOMException('too long', 'TimeoutError')],
    ['a time limit for headers', new errors.HeadersTimeoutError()],
    ['a time limit for the body', new errors.BodyTimeoutError()],
    ['a reset', coded('ECONNRESET')],
    ['a broken pipe', coded('EPIPE')],
    ['a closed socket', new errors.SocketError('other side closed')],
    ['something else', new Error('?')],
    ['no error', 'just words'],
    ['nothing', undefined],
    ['an error with a number for a code', Object.assign(new Error('x'), { code: 20 })],
  ])('may still be under way: %s', (_, error) => {
    expect(failureOfThrown(error)).toMatchObject({ kind: 'unavailable', contact: 'timed_out' });
  });

  it.each([
    ['a broken answer', coded('HPE_INVALID_CONSTANT')],
    ['an answer that is too long', new errors.ResponseExceededMaxSizeError()],
  ])('may have arrived: %s', (_, error) => {
    expect(failureOfThrown(error)).toMatchObject({ kind: 'unavailable', contact: 'broken_off' });
  });

  it('was never sent where no connection could be had in time', () => {
    expect(failureOfThrown(new errors.ConnectTimeoutError())).toMatchObject({
      contact: 'not_sent',
    });
  });
});

describe('a Piper error', () => {
  it('says what it is about', () => {
    expect(new PiperError({ kind: 'forbidden', detail: 'no seats' }).message).toBe(
      'Piper: forbidden (no seats)',
    );
    expect(new PiperError({ kind: 'conflict' }).message).toBe('Piper: conflict');
    expect(new PiperError({ kind: 'conflict' })).toBeInstanceOf(Error);
  });
});
