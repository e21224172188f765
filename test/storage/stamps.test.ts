import { describe, expect, it } from 'vitest';
import { createStamps } from '../../src/storage/stamps.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';

const stampsOf = (first: string, ...others: string[]) =>
  createStamps([encryptionKey(first), ...others.map(encryptionKey)]);

describe('a stamp', () => {
  it('fits what it was made for, and nothing else', () => {
    const stamps = stampsOf('a');
    const stamp = stamps.make('entry', ['T1', 1, null]);
    expect(stamps.flawOf(stamp, 'entry', ['T1', 1, null])).toBeUndefined();
    const damaged = { kind: 'damaged' };
    expect(stamps.flawOf(stamp, 'connection', ['T1', 1, null])).toEqual(damaged);
    for (const fields of [
      ['T1', 1],
      ['T1', '1', null],
      ['T', '11', null],
      ['T1', 1, 'null'],
    ]) {
      expect(stamps.flawOf(stamp, 'entry', fields)).toEqual(damaged);
    }
    for (const forged of ['', 'a', 'a:', 'a:AAAA', `${stamp}AAAA`, `${stamp.slice(0, -1)}`]) {
      expect(stamps.flawOf(forged, 'entry', ['T1', 1, null])).toEqual(damaged);
    }
  });

  it('names its key, which alone makes it', () => {
    const stamp = stampsOf('a').make('entry', [1]);
    expect(stampsOf('b', 'a').flawOf(stamp, 'entry', [1])).toBeUndefined();
    expect(stampsOf('b').flawOf(stamp, 'entry', [1])).toEqual({ kind: 'key_missing', keyId: 'a' });
    const renamed = stamp.replace('a:', 'b:');
    expect(stampsOf('b', 'a').flawOf(renamed, 'entry', [1])).toEqual({ kind: 'damaged' });
    expect(stampsOf('b', 'a').isCurrent(stamp)).toBe(false);
    expect(stampsOf('a', 'b').isCurrent(stamp)).toBe(true);
  });

  it('shows nothing of the key', () => {
    const stamp = stampsOf('a').make('entry', []);
    expect(Buffer.from(stamp.slice(2), 'base64url')).not.toEqual(
      Buffer.from(encryptionKey('a').secret),
    );
    expect(stamp).toMatch(/^a:[\w-]{43}$/);
  });
});
