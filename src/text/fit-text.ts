const bullet = '• ';
const countLine = /^• (?:and )?(\d+) more$/;
/** Bytes of a line that counts what was left out, with its end. */
const countBytes = '• and 00000 more\n'.length + 2;

/**
 * The text of a message in so many bytes of UTF-8 at most. Lists are cut first, the last one before the others, and count what they
 * leave out; what is still too long ends in "…", and never within a mention.
 */
export function fitText(text: string, bytes: number): string {
  const short = withShorterLists(text, bytes);
  return Buffer.byteLength(short) <= bytes ? short : cutOff(short, bytes);
}

function withShorterLists(text: string, bytes: number): string {
  let excess = Buffer.byteLength(text) - bytes;
  if (excess <= 0) return text;
  const kept: string[] = [];
  let more = 0;
  const count = () => {
    if (more > 0) kept.push(`${bullet}and ${more} more`);
    more = 0;
  };
  for (const line of text.split('\n').toReversed()) {
    if (excess > 0 && line.startsWith(bullet)) {
      excess += (more === 0 ? countBytes : 0) - Buffer.byteLength(line) - 1;
      more += Number(countLine.exec(line)?.[1] ?? 1);
    } else {
      count();
      kept.push(line);
    }
  }
  count();
  return kept.toReversed().join('\n');
}

function cutOff(text: string, bytes: number): string {
  let room = bytes - Buffer.byteLength('…');
  let cut = '';
  // A whole mention, date or escaped character, or a single other one.
  for (const [piece] of text.matchAll(/<[^<>]*>|&\w+;|./gsu)) {
    room -= Buffer.byteLength(piece);
    if (room < 0) break;
    cut += piece;
  }
  return `${cut}…`;
}
