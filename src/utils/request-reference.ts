import { AsyncLocalStorage } from 'node:async_hooks';
import { randomInt } from 'node:crypto';

/** Letters and digits that nobody mixes up when reading them out. */
const letters = '23456789abcdefghjkmnpqrstuvwxyz';

const storage = new AsyncLocalStorage<string | undefined>();

/** A short name for one request, such as `7f3k2q`: people see it with a failure, the operator finds it in the log. */
export function createReference(): string {
  let reference = '';
  for (let rest = randomInt(letters.length ** 6); reference.length < 6; ) {
    reference += letters.charAt(rest % letters.length);
    rest = Math.floor(rest / letters.length);
  }
  return reference;
}

/** Runs `work`, and everything that it starts, under a reference, or under none. */
export const withReference = <T>(reference: string | undefined, work: () => T): T =>
  storage.run(reference, work);

/** The reference that the caller runs under. */
export const currentReference = (): string | undefined => storage.getStore();
