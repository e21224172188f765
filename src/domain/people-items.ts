import type { SpelledAddress } from './spelled-address.ts';

/** Something between two separators that is not settled yet: who it names depends on what follows. */
export type Item = { start: number; end: number } & (
  | { kind: 'word'; isBehindComma: boolean }
  | ({ kind: 'address'; isQuoted: boolean } & SpelledAddress)
  /** Has an `@`, and is no address. */
  | { kind: 'broken' }
  /** In quotes, with an `@`, but not one address alone: a display name, or a list. */
  | { kind: 'quoted'; inner: string }
);

/** Whether an address in quotes may be the display name of the one behind it, which has no brackets. */
export const isMaybeName = (item: Item & { kind: 'address' }, next: Item | undefined): boolean =>
  item.isQuoted && next?.kind === 'address' && !next.isQuoted;
