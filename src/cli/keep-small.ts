import { setFlagsFromString } from 'node:v8';

/**
 * The part of the heap for what is new stays at its first MiB, and the rest may grow by a fifth of what is in use before it is
 * collected. Neither is a limit: a command that needs more gets more.
 * https://github.com/nodejs/node/blob/v24.21.0/deps/v8/src/flags/flag-definitions.h
 */
const flags = ['--semi-space-growth-factor=1', '--heap-growing-percent=20'];

/**
 * Keeps the process nearly as small as what it needs at a time, for as long as it lives. V8 would rather let its heap grow to several
 * times that, and operators run commands that read everything beside the product.
 * https://nodejs.org/api/v8.html#v8setflagsfromstringflags
 */
export function keepSmall(): void {
  for (const flag of flags) setFlagsFromString(flag);
}
