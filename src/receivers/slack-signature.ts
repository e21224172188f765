import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { signedRequest as limits } from './limits.ts';

/** What Slack's signature consists of, as headers: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const headersSchema = z.object({
  'x-slack-request-timestamp': z.string().regex(/^\d{1,12}$/),
  'x-slack-signature': z.string().regex(/^v0=[0-9a-f]{64}$/),
});

/**
 * The signature of a request that Slack has signed within the last minutes, or why it isn't one. `now` is the time in epoch
 * milliseconds; the comparison takes equally long whatever was sent.
 */
export function verifySignature(
  { headers, rawBody }: { headers: IncomingHttpHeaders; rawBody: Buffer },
  signingSecret: string,
  now: number,
): { ok: true; signature: string } | { ok: false; why: string } {
  const { data } = headersSchema.safeParse(headers);
  if (!data) return { ok: false, why: 'its headers are missing or malformed' };
  const { 'x-slack-request-timestamp': sentAt, 'x-slack-signature': signature } = data;
  const age = now / 1_000 - Number(sentAt);
  if (age > limits.maxAgeSeconds) return { ok: false, why: 'it is too old' };
  if (age < -limits.clockSkewSeconds) return { ok: false, why: 'it is dated in the future' };
  const expected = createHmac('sha256', signingSecret)
    .update(`v0:${sentAt}:`)
    .update(rawBody)
    .digest();
  const isSlacks = timingSafeEqual(expected, Buffer.from(signature.slice('v0='.length), 'hex'));
  return isSlacks ? { ok: true, signature } : { ok: false, why: 'it is not of this secret' };
}
