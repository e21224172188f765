/**
 * The text of a file in UTF-8, UTF-16 or Windows-1252, with or without a byte order mark, its lines ended by `\n`. Undefined if
 * the bytes are no text.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const text = decoded(bytes);
  // A text has no NUL: what is left of them is a picture, a program or another encoding.
  if (text === undefined || text.includes('\0')) return undefined;
  return (text.endsWith(endOfDosFile) ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n');
}

const endOfDosFile = '\x1a';

function decoded(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return strict('utf-16le', bytes);
  if (first === 0xfe && second === 0xff) return strict('utf-16be', bytes);
  const wide = withoutMark(bytes);
  if (wide) return strict(wide, bytes);
  return strict('utf-8', bytes) ?? new TextDecoder('windows-1252').decode(bytes);
}

function strict(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Addresses and separators are ASCII, so in UTF-16 every second byte of them is NUL, and in other texts none is. */
function withoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, 4_096);
  const nuls = { even: 0, odd: 0 };
  for (const [at, byte] of sample.entries()) {
    if (byte === 0) nuls[at % 2 === 0 ? 'even' : 'odd'] += 1;
  }
  const [fewer = 0, more = 0] = Object.values(nuls).toSorted((a, b) => a - b);
  if (more === 0 || more * 10 < sample.length || more < fewer * 4) return undefined;
  return nuls.odd === more ? 'utf-16le' : 'utf-16be';
}
