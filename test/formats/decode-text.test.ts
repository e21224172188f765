import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/formats/decode-text.ts';

const text = 'email;Rôle\nada@example.com;Éditeur\n';
const bigEnd = (bytes: Buffer) => Buffer.from(bytes).swap16();

describe('the text of a file', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first, with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, little end first', Buffer.from(text, 'utf16le')],
    ['UTF-16, big end first, with a mark', bigEnd(Buffer.from(`\ufeff${text}`, 'utf16le'))],
    ['UTF-16, big end first', bigEnd(Buffer.from(text, 'utf16le'))],
    ['Windows-1252', Buffer.from(text, 'latin1')],
    ['the lines of Windows', Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['the lines of an old Mac', Buffer.from(text.replaceAll('\n', '\r'))],
    ['the end that DOS wrote', Buffer.from(`${text}\x1a`)],
  ])('is read in %s', (_case, bytes) => {
    expect(decodeText(bytes)).toBe(text);
  });

  it('is read in UTF-16 without a mark where most of it is not Latin', () => {
    const names = '名前,メール\n山田太郎,yamada@example.com\nĀ,a@example.com\n';
    const bytes = Buffer.from(names, 'utf16le');
    expect(decodeText(bytes)).toBe(names);
    expect(decodeText(bigEnd(bytes))).toBe(names);
  });

  it("keeps Windows' own characters", () => {
    expect(decodeText(Buffer.from([0x80, 0x93, 0x61, 0x94]))).toBe('€“a”');
  });

  it('is empty where the file is', () => {
    expect(decodeText(Buffer.alloc(0))).toBe('');
  });

  it.each([
    ['a NUL among letters', Buffer.from('ada@example.com\0')],
    ['half a character of UTF-16', Buffer.from('\ufeffada\ud800', 'utf16le')],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0x0d])],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])],
  ])('is none in %s', (_case, bytes) => {
    expect(decodeText(bytes)).toBeUndefined();
  });

  it('never has a NUL or a carriage return, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeText(bytes) ?? '').not.toMatch(/[\0\r]/);
      }),
    );
  });
});
