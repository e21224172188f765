import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEncryptionKeys } from '../../src/storage/encryption-keys.ts';

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });
const id = fc.stringMatching(/^[\w.-]{1,40}$/);
const encoded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const key = (fill: number) => encoded(new Uint8Array(32).fill(fill));

const idsOf = (text: string) => {
  const keys = parseEncryptionKeys(text);
  return keys.ok ? keys.value.keys.map((each) => each.id) : keys.error;
};

describe('a list of encryption keys', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ id, secret }), {
          selector: (each) => each.id,
          minLength: 1,
          maxLength: 5,
        }),
        (keys) => {
          const text = keys.map((each) => `${each.id}:${encoded(each.secret)}`).join(', ');
          expect(parseEncryptionKeys(text)).toEqual({ ok: true, value: { keys, lost: [] } });
        },
      ),
    );
  });

  it('is kept in order, and may be padded', () => {
    expect(idsOf(`2026-11:${key(251)}=,\n 2025-10:${key(1)}=`)).toEqual(['2026-11', '2025-10']);
  });

  it.each([
    ['nothing', '', "isn't a list of names and keys"],
    ['a key without a name', key(1), "isn't a list of names and keys"],
    ['a name without a key', 'a:', "isn't a list of names and keys"],
    ['a comma too many', `a:${key(1)},`, "isn't a list of names and keys"],
    ['a name with a space', `my key:${key(1)}`, "isn't a list of names and keys"],
    ['a name that is too long', `${'a'.repeat(41)}:${key(1)}`, "isn't a list of names and keys"],
    [
      'a key of base64 that is not for URLs',
      `a:${'/'.repeat(43)}`,
      "isn't a list of names and keys",
    ],
    ['a name that is the key', `${key(1)}:2026-11`, "isn't a list of names and keys"],
    ['a name that is a key, too', `${key(1)}:${key(2)}`, "isn't a list of names and keys"],
    [
      'a key that is too short',
      `a:${key(1).slice(2)}`,
      "has a key that isn't 32 bytes long (number 1)",
    ],
    [
      'a key that is too long',
      `b:${key(1)},a:${key(1)}AA`,
      "has a key that isn't 32 bytes long (number 2)",
    ],
    ['two keys of one name', `a:${key(1)},a:${key(2)}`, 'has two keys of one name (number 2)'],
  ])('with %s is refused', (_, text, problem) => {
    expect(parseEncryptionKeys(text)).toEqual({ ok: false, error: problem });
  });

  it('may say which keys are lost', () => {
    expect(parseEncryptionKeys(`b:${key(1)}, a:lost`)).toMatchObject({
      value: { keys: [{ id: 'b' }], lost: ['a'] },
    });
    expect(parseEncryptionKeys('a:lost')).toEqual({ ok: true, value: { keys: [], lost: ['a'] } });
  });
});
