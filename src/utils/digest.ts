import { createHash } from 'node:crypto';

const characters = 16;

/** A short name for what a value is made of; the order of keys doesn't count. */
export const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, sorted) ?? '')
    .digest('base64url')
    .slice(0, characters);

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
