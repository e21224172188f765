import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { oauth as limits } from '../limits.ts';

/** A state that is good in the browser that it came back in. `hash` stands for it where it is written down. */
export type InstallState = { hash: string; expiresAt: number };

/**
 * The states of installations that have been begun. Each carries when it ends, signed together with the browser's own secret, so
 * that nothing is stored however many are begun, and every process knows those of the others. `now` in epoch milliseconds.
 * https://www.rfc-editor.org/rfc/rfc6749#section-10.12
 */
export function createInstallStates({ secret, now }: { secret: string; now: () => number }) {
  const sign = (begun: string, browser: string): string =>
    createHmac('sha256', secret).update(`install state ${begun} ${browser}`).digest('base64url');

  return {
    /** A new state for a browser. */
    issue(browser: string): string {
      const begun = `${(now() + limits.stateTtl).toString(36)}.${newSecret()}`;
      return `${begun}.${sign(begun, browser)}`;
    },
    /** Undefined if it was not issued to this browser, or has ended. */
    read(state: string, browser: string): InstallState | undefined {
      const end = state.lastIndexOf('.');
      const begun = state.slice(0, Math.max(end, 0));
      if (!isEqual(state.slice(end + 1), sign(begun, browser))) return undefined;
      const expiresAt = Number.parseInt(begun, 36);
      return expiresAt > now() ? { hash: hashOf(state), expiresAt } : undefined;
    },
  };
}

/** What nobody can guess, for a state or a browser. */
export const newSecret = (): string => randomBytes(limits.secretBytes).toString('base64url');

const shape = new RegExp(`^[\\w-]{${Math.ceil((limits.secretBytes * 4) / 3)}}$`);
export const isSecret = (text: string): boolean => shape.test(text);

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const isEqual = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
};
