import { signedRequest as limits } from './limits.ts';

/**
 * The signatures of the requests that this process has taken: each counts once while it can be good. `now` in epoch milliseconds.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function createSpentSignatures(
  now: () => number,
  most: number = limits.rememberedSignatures,
) {
  /** Until when each has to be remembered, in the order of time. */
  const spent = new Map<string, number>();
  return {
    /** False if it has been spent before. */
    spend(signature: string): boolean {
      if (spent.has(signature)) return false;
      for (const [oldest, until] of spent) {
        if (until > now() && spent.size < most) break;
        spent.delete(oldest);
      }
      spent.set(signature, now() + limits.signatureLifetime);
      return true;
    },
    /** For a request that came to nothing, which Slack may send again within the same second. */
    giveBack(signature: string): void {
      spent.delete(signature);
    },
  };
}
