import { createHash } from 'node:crypto';

/** A UUID of version 4's shape that is always the same for the same name, so that a reset brings the same ids back. */
export function uuidFor(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
