import type { PiperFailure } from '../domain/failures.ts';
import { piper } from '../limits.ts';
import { wasNeverSent } from '../utils/never-sent.ts';
import { shorten } from '../utils/shorten.ts';
import { parseRetryAfter } from './retry-after.ts';
import { errorSchema, parseJson } from './schemas.ts';

/** A failure inside this folder; its ports return the `failure` as a value. */
export class PiperError extends Error {
  readonly failure: PiperFailure;

  constructor(failure: PiperFailure) {
    super(`Piper: ${failure.kind}${failure.detail ? ` (${failure.detail})` : ''}`);
    this.name = 'PiperError';
    this.failure = failure;
  }
}

/** Whether a call ended without a usable answer. */
export const isNoAnswer = (error: unknown): boolean =>
  error instanceof PiperError && error.failure.kind === 'unavailable';

/** The answer is too long, or not HTTP. https://undici.nodejs.org/#/docs/api/Errors */
const invalidAnswerCodes = /^(?:UND_ERR_RES_EXCEEDED_MAX_SIZE|HPE_.*)$/;

/** Reads why no answer arrived at all from what `undici` threw. */
export function failureOfThrown(error: unknown): PiperFailure {
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const detail = [code, cause.message].filter(Boolean).join(': ');
  if (wasNeverSent(cause)) return { kind: 'unavailable', contact: 'not_sent', detail };
  const isAnswered = invalidAnswerCodes.test(code);
  return { kind: 'unavailable', contact: isAnswered ? 'broken_off' : 'timed_out', detail };
}

/** Reads why Piper refused from its status, headers and body. */
export function failureOfAnswer(
  status: number,
  retryAfterHeader: string | undefined,
  body: string,
  now: number,
): PiperFailure {
  const { text, fields } = parseError(body);
  const detail = text || undefined;
  const retryAfter = parseRetryAfter(retryAfterHeader, now);
  switch (status) {
    case 400:
    case 422:
      return { kind: 'invalid', fields, detail };
    case 401:
      return { kind: 'unauthorized', detail };
    case 403:
      return { kind: 'forbidden', detail };
    case 404:
      return { kind: 'not_found', detail };
    case 409:
      return { kind: 'conflict', detail };
    case 429:
      return { kind: 'rate_limited', retryAfter, detail };
  }
  if (status < 500) return { kind: 'unexpected', status, contact: 'not_sent', detail };
  const contact = isFromGateway(status) ? 'timed_out' : 'broken_off';
  return { kind: 'unavailable', contact, retryAfter, detail };
}

/**
 * A gateway that got no answer, or a broken one, does not know whether Piper is still at work behind it. Cloudflare says so with
 * numbers of its own, from 520. https://www.rfc-editor.org/rfc/rfc9110#name-502-bad-gateway
 */
function isFromGateway(status: number): boolean {
  return status === 502 || status === 504 || status >= 520;
}

function parseError(body: string): { text: string; fields: string[] } {
  const detail = errorSchema.safeParse(parseJson(body)).data?.detail ?? '';
  if (typeof detail === 'string')
    return { text: shorten(detail, piper.detailCharacters), fields: [] };
  const fields = detail.map((entry) => entry.loc.filter((part) => part !== 'body').join('.'));
  const text = detail.map((entry, at) => `${fields[at]}: ${entry.msg}`).join('; ');
  return { text: shorten(text, piper.detailCharacters), fields };
}
