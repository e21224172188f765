import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../src/receivers/slack-signature.ts';
import { signatureOf, signingSecret } from '../helpers/signed-request.ts';

const now = 1_800_000_000_000;
const text = 'token=x&command=%2Fpiper-invite';

function verify(
  change: { age?: number; secret?: string; body?: string; headers?: Record<string, string> } = {},
) {
  const { timestamp, signature } = signatureOf(text, {
    timestamp: now / 1_000 - (change.age ?? 0),
    ...(change.secret && { secret: change.secret }),
  });
  const headers = { 'x-slack-request-timestamp': `${timestamp}`, 'x-slack-signature': signature };
  return verifySignature(
    { headers: { ...headers, ...change.headers }, rawBody: Buffer.from(change.body ?? text) },
    signingSecret,
    now,
  );
}

describe("Slack's signature", () => {
  it('is good for five minutes, and for a minute before its time', () => {
    for (const age of [0, 299, 300, -60]) expect(verify({ age })).toMatchObject({ ok: true });
    expect(verify({ age: 301 })).toEqual({ ok: false, why: 'it is too old' });
    expect(verify({ age: -61 })).toEqual({ ok: false, why: 'it is dated in the future' });
  });

  it('is good for its secret, time and body alone', () => {
    expect(verify({ secret: 'another' })).toMatchObject({ ok: false });
    expect(verify({ body: `${text} ` })).toMatchObject({ ok: false });
    const later = `${now / 1_000 + 1}`;
    expect(verify({ headers: { 'x-slack-request-timestamp': later } })).toMatchObject({
      ok: false,
    });
  });

  it('is never made of anything else, and never throws', () => {
    const header = fc.oneof(fc.string(), fc.constantFrom(`v0=${'0'.repeat(64)}`, 'v0=', '0', ''));
    const some = fc.property(header, header, (sentAt, signature) => {
      const headers = { 'x-slack-request-timestamp': sentAt, 'x-slack-signature': signature };
      expect(verify({ headers })).toMatchObject({ ok: false });
    });
    fc.assert(some);
  });
});
