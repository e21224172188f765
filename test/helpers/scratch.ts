import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** In memory where there is such a place: what tests and the sandbox keep goes anyway, and need not reach a disk. */
export const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
