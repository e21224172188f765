import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/**
 * Builds the program once for all tests that start it, since what is built takes a quarter of the processor time to start. Where
 * coverage is measured they start the source.
 */
export function setup({ config }: TestProject) {
  if (config.coverage.enabled) return undefined;
  // Within reach of its packages.
  const directory = mkdtempSync(join('node_modules', '.piper-invite-'));
  execFileSync(process.execPath, ['deploy/bundle.ts', directory]);
  process.env.PIPER_INVITE_BUILT = join(directory, 'main.mjs');
  return () => rmSync(directory, { recursive: true, force: true });
}
