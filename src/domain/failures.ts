import type { NotGiven } from './reasons.ts';

/**
 * Why a request to Piper failed. A closed union: code that shows a failure to people switches over `kind`.
 *
 * `detail` is Piper's own explanation, or what went wrong in transit if there was no answer. It is meant for the log; escape it
 * before showing it to people.
 */
export type PiperFailure = Reason & { detail?: string | undefined };

type Reason =
  /** The workspace is no longer connected to the organization, so no request was made. */
  | { kind: 'not_connected' }
  /** Whoever asked may not have this role given, or no longer; nothing was sent. */
  | { kind: 'not_allowed'; roleName: string; why: NotGiven }
  /** The platform token is missing, expired or revoked. */
  | { kind: 'unauthorized' }
  /** The platform token may not do this; `isForAll` where it may not do it for anybody. */
  | { kind: 'forbidden'; isForAll?: true }
  /** The organization or the role does not exist (any more); `what` says which, where Piper lets us tell. */
  | { kind: 'not_found'; what?: 'organization' | 'role' | undefined }
  /** It already exists. */
  | { kind: 'conflict' }
  /** Piper did not accept a value; `fields` are Piper's names, such as `email` or `role_id`. */
  | { kind: 'invalid'; fields: string[] }
  /** Too many requests; `retryAfter` in milliseconds, if Piper gave one. */
  | { kind: 'rate_limited'; retryAfter?: number | undefined }
  /** No usable answer: unreachable, connection lost, timeout or server error; `retryAfter` as above. */
  | { kind: 'unavailable'; contact: Contact; retryAfter?: number | undefined; who?: NotPiper }
  /** An answer that Piper's API documentation does not describe. */
  | { kind: 'unexpected'; status: number; contact: Contact };

/** Who did not answer, where Piper was not even asked: Slack, or the product itself. */
type NotPiper = 'slack' | 'product';

/**
 * How far a request without a clear answer got, and so whether it may have taken effect.
 *
 * - `not_sent`: it did not take effect (nothing was sent, or the answer rules it out)
 * - `broken_off`: it may have taken effect, but is no longer being processed (Piper's answer made no sense)
 * - `timed_out`: it may have taken effect, or may still be processed (the request timed out, or the connection was lost)
 */
type Contact = 'not_sent' | 'broken_off' | 'timed_out';

/** Whether Piper refuses the platform token, so that nobody can be invited until it is renewed. */
export const isTokenRefused = (failure: PiperFailure): boolean =>
  failure.kind === 'unauthorized' || (failure.kind === 'forbidden' && failure.isForAll === true);

/** Whether a write that failed like this may have taken effect all the same. */
export function mayHaveTakenEffect(failure: PiperFailure): boolean {
  return 'contact' in failure && failure.contact !== 'not_sent';
}

/** Whether retrying may help. */
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
