import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDeflate, createInflate } from 'node:zlib';

/**
 * Bytes of a buffer of zlib's. One of less than half of this is a piece of Node's pool, and keeps whatever else that was used for.
 * https://nodejs.org/api/buffer.html#static-method-bufferallocunsafesize
 */
const chunkSize = 64 * 1_024;

/** A text whose size is known before it is sent, and that takes a fraction of it in memory. */
export type PackedText = {
  /** In UTF-8, bytes. */
  bytes: number;
  /** The text, part by part; as often as needed. */
  parts: () => AsyncIterable<Uint8Array>;
};

/** Takes a text as it comes, and keeps it compressed. */
export async function packed(text: AsyncIterable<string>): Promise<PackedText> {
  const kept: Buffer[] = [];
  let bytes = 0;
  async function* plain() {
    for await (const part of text) {
      bytes += Buffer.byteLength(part);
      yield part;
    }
  }
  // As one stream, since each that ends leaves a buffer that is hardly filled.
  const packing = createDeflate({ level: 1, chunkSize });
  await pipeline(plain, packing, async (parts: AsyncIterable<Buffer>) => {
    for await (const part of parts) kept.push(part);
  });
  return { bytes, parts: () => Readable.from(kept).pipe(createInflate()) };
}
