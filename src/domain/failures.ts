/**
 * Why Piper did not do what it was asked. A closed list: whoever shows one to a person switches over `kind`.
 *
 * `detail` is Piper's own explanation, or where there was no answer what happened on the way: for the operator's log, and
 * escaped for people where it is about what they asked for.
 */
export type PiperFailure =
  /** The workspace is no longer connected to the organization, so that Piper was not asked. */
  | { kind: 'not_connected'; detail?: string }
  /** The platform token is missing, expired or revoked. */
  | { kind: 'unauthorized'; detail?: string }
  /** The platform token may not do this. */
  | { kind: 'forbidden'; detail?: string }
  /** The organization, or the role that was named, does not exist (any more). */
  | { kind: 'not_found'; detail?: string }
  /** It exists already. */
  | { kind: 'conflict'; detail?: string }
  /** Piper refused a value; `fields` are the names that it gave, such as `email` or `role_id`. */
  | { kind: 'invalid'; fields: string[]; detail?: string }
  /** Too many requests; `retryAfter` in milliseconds, where Piper said so. */
  | { kind: 'rate_limited'; retryAfter?: number; detail?: string }
  /** No usable answer: not reached, broken off, timed out, or a server error, perhaps with a time to come back. */
  | { kind: 'unavailable'; contact: Contact; retryAfter?: number; detail?: string }
  /** An answer that the API's documentation does not know. */
  | { kind: 'unexpected'; status: number; contact: Contact; detail?: string };

/**
 * How far a request got that has no clear answer; this decides whether it may have taken effect.
 *
 * - `refused`: it never took effect (nothing was sent, or the answer rules it out)
 * - `broken_off`: it may have arrived, but nobody works on it any more (Piper answered without sense)
 * - `timed_out`: it may have arrived, and Piper may still be working on it (its time ran out, or a connection broke on the way)
 */
type Contact = 'not_sent' | 'broken_off' | 'timed_out';

/** Whether a write that ended in `failure` may nevertheless have taken effect. */
export function mayHaveTakenEffect(failure: PiperFailure): boolean {
  return 'contact' in failure && failure.contact !== 'not_sent';
}

/** Whether trying again may help. */
export function isTransient(failure: PiperFailure): boolean {
  switch (failure.kind) {
    case 'rate_limited':
    case 'unavailable':
      return true;
    case 'unexpected':
      return failure.contact !== 'not_sent';
    default:
      return false;
  }
}
