import { inflateRaw } from 'node:zlib';

/** A file in an archive, still compressed. */
type Entry = { data: Uint8Array; method: number };

/** The files in an archive by their names. `read` gives one, inflated to at most so many bytes; undefined if it is missing or broken. */
export type Archive = {
  read(name: string, most: number): Promise<ZipContent>;
};

/** `too_large` if it would take more than it may, or the archive's files together would. */
export type ZipContent = Uint8Array | 'too_large' | undefined;

const signature = { file: 0x04034b50, directory: 0x02014b50, end: 0x06054b50 };
/** Sizes of the fixed parts of these records: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
const size = { file: 30, directory: 46, end: 22, comment: 0xffff };
const method = { stored: 0, deflated: 8 };

/**
 * Opens an archive. What its directory says of sizes is not believed: inflating stops as soon as all files that were read take
 * `maxBytes` together. Undefined if it is broken, or of a kind that no spreadsheet writes: encrypted, split, larger than 4 GB.
 */
export function openZip(bytes: Uint8Array, maxBytes: number): Archive | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = entriesOf(bytes, view);
  if (!entries) return undefined;
  let left = maxBytes;
  return {
    read: async (name, most) => {
      const entry = entries.get(name);
      if (!entry) return undefined;
      const content =
        entry.method === method.stored
          ? stored(entry.data, Math.min(most, left))
          : await inflated(entry.data, Math.min(most, left));
      if (content instanceof Uint8Array) left -= content.length;
      return content;
    },
  };
}

function entriesOf(bytes: Uint8Array, view: DataView): Map<string, Entry> | undefined {
  const end = endOf(view);
  if (end < 0) return undefined;
  const entries = new Map<string, Entry>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + size.directory > end || view.getUint32(at, true) !== signature.directory)
      return undefined;
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const data = dataOf(bytes, view, {
      compressed: view.getUint32(at + 20, true),
      start: view.getUint32(at + 42, true),
    });
    const isEncrypted = (view.getUint16(at + 8, true) & 1) === 1;
    const kind = view.getUint16(at + 10, true);
    if (!data || isEncrypted || ![method.stored, method.deflated].includes(kind)) return undefined;
    entries.set(name, { data, method: kind });
    at +=
      size.directory + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The record at the end, which says where the directory is; a comment may follow it. */
function endOf(view: DataView): number {
  const last = view.byteLength - size.end;
  for (let at = last; at >= 0 && at >= last - size.comment; at -= 1) {
    if (view.getUint32(at, true) === signature.end) return at;
  }
  return -1;
}

function dataOf(
  bytes: Uint8Array,
  view: DataView,
  { start, compressed }: { start: number; compressed: number },
): Uint8Array | undefined {
  if (start + size.file > bytes.length || view.getUint32(start, true) !== signature.file)
    return undefined;
  const from =
    start + size.file + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  return from + compressed > bytes.length ? undefined : bytes.subarray(from, from + compressed);
}

const stored = (data: Uint8Array, most: number): ZipContent =>
  data.length > most ? 'too_large' : data;

function inflated(data: Uint8Array, most: number): Promise<ZipContent> {
  return new Promise((resolve) => {
    inflateRaw(data, { maxOutputLength: Math.max(most, 1) }, (error, content) => {
      if (!error) resolve(content);
      else
        resolve('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : undefined);
    });
  });
}
