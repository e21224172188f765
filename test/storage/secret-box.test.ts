import fc from 'fast-check';
import { CompactEncrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import { type Binding, createSecretBox } from '../../src/storage/secret-box.ts';
import { anyCodeUnits } from '../helpers/any-text.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';

const binding: Binding = { purpose: 'connection', row: 'T1/c1' };
const token = 'pat_abcdefuvwxyz';
const damaged = { ok: false, error: { kind: 'damaged' } };

const boxOf = (id: string, ...others: string[]) =>
  createSecretBox([encryptionKey(id), ...others.map(encryptionKey)]);
/** The key `a`, whose bytes are another's. */
const boxOfForger = () => createSecretBox([{ id: 'a', secret: new Uint8Array(32).fill(0) }]);

const decoded = (text: string) =>
  text.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('a sealed text', () => {
  it('is read with its key and in its place, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(anyCodeUnits, fc.string(), async (text, row) => {
        const box = boxOf('a');
        const place = { ...binding, row };
        const sealed = await box.seal(text, place);
        expect(await box.open(sealed, place)).toEqual({ ok: true, value: text.toWellFormed() });
      }),
      { examples: [['\ufeffbehind a byte order mark', 'T1']] },
    );
  });

  it('has nothing of what it holds in it, and is never the same twice', async () => {
    const box = boxOf('a');
    const sealed = await box.seal(token, binding);
    const parts = decoded(sealed);
    expect(JSON.parse(parts[0] ?? '')).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      kid: 'a',
      purpose: 'connection',
      row: 'T1/c1',
    });
    for (const text of [sealed, ...parts]) expect(text).not.toContain('abcdef');
    expect(await box.seal(token, binding)).not.toBe(sealed);
  });

  it('names its key where that is missing', async () => {
    const sealed = await boxOf('a').seal(token, binding);
    expect(await boxOf('b', 'c').open(sealed, binding)).toEqual({
      ok: false,
      error: { kind: 'key_missing', keyId: 'a' },
    });
  });

  it.each<[string, Binding]>([
    ["another row's place", { ...binding, row: 'T1/c2' }],
    ["another workspace's place", { ...binding, row: 'T2/c1' }],
    ['a place of another purpose', { ...binding, purpose: 'pending connection' }],
  ])('is refused in %s', async (_, place) => {
    const box = boxOf('a');
    expect(await box.open(await box.seal(token, binding), place)).toEqual(damaged);
  });

  it('of a key that only has the same name is refused', async () => {
    const sealed = await boxOfForger().seal(token, binding);
    expect(await boxOf('a').open(sealed, binding)).toEqual(damaged);
  });

  it('is refused with any one of its characters changed', async () => {
    const box = boxOf('a');
    const sealed = await box.seal(token, binding);
    const headerEnd = sealed.indexOf('.');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sealed.length - 1),
        fc.constantFrom(...base64url, '.', '=', ' '),
        async (at, character) => {
          const other = sealed.slice(0, at) + character + sealed.slice(at + 1);
          // The last character of a part has bits that mean nothing.
          fc.pre(decoded(other).join('.') !== decoded(sealed).join('.'));
          const opened = await box.open(other, binding);
          // A header that names another key is taken at its word.
          const kinds = at < headerEnd ? ['damaged', 'key_missing'] : ['damaged'];
          expect(kinds).toContain(opened.ok ? 'opened' : opened.error.kind);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('that is none is refused', async () => {
    const box = boxOf('a');
    const unsealed = [token, '', '....', `${btoa('{}')}....`, `${btoa('null')}.a.b.c.d`];
    for (const text of unsealed) expect(await box.open(text, binding), text).toEqual(damaged);
    await fc.assert(
      fc.asyncProperty(anyCodeUnits, async (text) => {
        expect(await box.open(text, binding)).toEqual(damaged);
      }),
    );
  });

  it('of another algorithm is refused, even with the right key', async () => {
    const { id, secret } = encryptionKey('a');
    const sealed = await new CompactEncrypt(Buffer.from(token))
      .setProtectedHeader({ alg: 'dir', enc: 'A128CBC-HS256', kid: id, ...binding })
      .encrypt(secret);
    expect(await boxOf('a').open(sealed, binding)).toEqual(damaged);
  });
});

describe('several keys', () => {
  it('all read, and the first one writes', async () => {
    const old = await boxOf('a').seal(token, binding);
    const box = boxOf('b', 'a');
    const written = await box.seal(token, binding);
    expect(await box.open(old, binding)).toEqual({ ok: true, value: token });
    expect(await boxOf('b').open(written, binding)).toEqual({ ok: true, value: token });
    expect([old, written, 'rubbish'].map(box.isCurrent)).toEqual([false, true, false]);
  });
});
