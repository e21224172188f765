import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const memory = '/dev/shm';

/** What everything that is kept at once needs at most, with a PostgreSQL or two; containers often have less. Bytes. */
const room = 2 ** 30;

function hasRoom(): boolean {
  if (!existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize >= room;
}

/** In memory where there is room: what tests and the sandbox keep goes anyway, and need not reach a disk. */
export const scratch = hasRoom() ? memory : tmpdir();
