import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openZip } from '../../src/formats/zip.ts';
import { zip } from '../helpers/workbook.ts';

const content = 'ada@example.com\n'.repeat(50);
const plenty = 1_000_000;

const read = async (bytes: Uint8Array, name = 'b.txt', most = plenty) => {
  const found = await openZip(bytes, plenty)?.read(name, most);
  return found instanceof Uint8Array ? Buffer.from(found).toString() : found;
};

describe('a file in an archive', () => {
  it.each([
    ['deflated', zip({ 'a.txt': 'a', 'b.txt': content })],
    ['stored', zip({ 'a.txt': 'a', 'b.txt': content }, { isStored: true })],
    ['of an archive with a comment', zip({ 'b.txt': content }, { comment: 'x'.repeat(500) })],
    [
      'behind other bytes of the same buffer',
      Buffer.concat([Buffer.alloc(7), zip({ 'b.txt': content })]).subarray(7),
    ],
  ])('is read %s', async (_case, bytes) => {
    expect(await read(bytes)).toBe(content);
  });

  it('is found by its name', async () => {
    const archive = openZip(zip({ 'a.txt': 'a' }), plenty);
    expect(await archive?.read('a.txt', plenty)).toHaveLength(1);
    expect(await archive?.read('b.txt', plenty)).toBeUndefined();
  });

  it.each([false, true])(
    'may be as large as its limit, and no larger (stored: %s)',
    async (isStored) => {
      const bytes = zip({ 'b.txt': content }, { isStored });
      expect(await read(bytes, 'b.txt', content.length)).toBe(content);
      expect(await read(bytes, 'b.txt', content.length - 1)).toBe('too_large');
    },
  );

  it('counts for what all of them may be together', async () => {
    const archive = openZip(zip({ 'a.txt': content, 'b.txt': content }), content.length * 2 - 1);
    expect(await archive?.read('a.txt', plenty)).toHaveLength(content.length);
    expect(await archive?.read('b.txt', plenty)).toBe('too_large');
  });

  it('that claims to be small is inflated no further than it may', async () => {
    const bytes = zip({ 'b.txt': 'a'.repeat(20_000_000) });
    expect(bytes.length).toBeLessThan(30_000);
    const claimed = bytes.indexOf('PK\x01\x02') + 24;
    bytes.writeUInt32LE(10, claimed);
    expect(await read(bytes)).toBe('too_large');
  });

  it('whose bytes are damaged is none', async () => {
    const bytes = zip({ 'b.txt': content });
    bytes.fill(0xff, 36, 46);
    expect(await read(bytes)).toBeUndefined();
  });
});

describe('an archive', () => {
  const whole = zip({ 'b.txt': content });
  const changed = (signature: string, offset: number, value: number) => {
    const bytes = Buffer.from(whole);
    bytes.writeUInt16LE(value, bytes.indexOf(signature) + offset);
    return bytes;
  };

  it.each([
    ['is only a beginning', Buffer.from('PK\x03\x04\x14\0\x06\0\x08\0')],
    ['is empty', Buffer.alloc(0)],
    ['lost its end', whole.subarray(0, -1)],
    ['lost its beginning', whole.subarray(1)],
    ['is encrypted', changed('PK\x01\x02', 8, 1)],
    ['is packed in another way', changed('PK\x01\x02', 10, 12)],
    ['has no directory where it says', changed('PK\x05\x06', 16, 3)],
    ['has its directory outside of it', changed('PK\x05\x06', 16, 0xffff)],
    ['has a file outside of it', changed('PK\x01\x02', 42, 0xffff)],
    ['has no file where it says', changed('PK\x01\x02', 42, 1)],
    ['has a file that is too long for it', changed('PK\x01\x02', 20, 0xffff)],
    ['has more files than its directory', changed('PK\x05\x06', 10, 2)],
  ])('is not opened if it %s', (_case, bytes) => {
    expect(openZip(bytes, plenty)).toBeUndefined();
  });

  it('that is damaged anywhere is read or not, but never throws', async () => {
    const change = fc.record({
      at: fc.nat({ max: whole.length - 1 }),
      byte: fc.nat({ max: 255 }),
      length: fc.nat({ max: whole.length }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, byte, length }) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        for (const each of [bytes, bytes.subarray(0, length)]) {
          expect([undefined, 'too_large', 'string']).toContain(
            typeof (await read(each)) === 'string' ? 'string' : undefined,
          );
        }
      }),
    );
  });
});
