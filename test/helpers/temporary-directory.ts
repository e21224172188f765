import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { scratch } from './scratch.ts';

/** A directory that goes when the test ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(scratch, 'piper-invite-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
