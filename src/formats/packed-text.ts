import { promisify } from 'node:util';
import { deflate, inflateSync } from 'node:zlib';

const pack = promisify(deflate);

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
  for await (const part of text) {
    const plain = Buffer.from(part);
    bytes += plain.length;
    kept.push(await pack(plain, { level: 1 }));
  }
  return {
    bytes,
    async *parts() {
      for (const part of kept) yield inflateSync(part);
    },
  };
}
