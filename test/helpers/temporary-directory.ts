import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** In memory where there is such a place: what tests keep goes anyway, and need not reach a disk. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A directory that goes when the test ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(place, 'piper-invite-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
