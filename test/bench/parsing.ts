import { parsePeople } from '../../src/domain/people-list.ts';
import { parsePeopleFile } from '../../src/usecases/parse-people-file.ts';
import { sheet, workbook } from '../helpers/workbook.ts';
import { timeOf } from './cpu-time.ts';
import { median, say } from './say.ts';

const megabyte = 2 ** 20;
/** The longest text that is read. */
const longest = 100_000;
const filled = (piece: string) => piece.repeat(Math.floor(longest / piece.length));

/** What is hardest to read, as long as it may be. */
const texts = {
  'an address with nothing but dots': `a@${'.'.repeat(longest - 2)}`,
  'brackets and quotation marks': filled('([<"'),
  'at signs': filled('@ '),
  commas: filled('a,'),
  'unclosed links': filled('<a href="mailto:'),
  'lists in brackets': filled('<(a@b.cc, "c@d.ee")>'),
  'addresses in other scripts': filled('ädä@müller.example '),
  'a mailbox list': filled('Ada Lovelace <ada@example.com>, '),
};

const row = (at: number) => [`Ada ${at}`, `ada${at}@example.com`, 'Editor'];
const rowsIn = (count: number) => Array.from({ length: count }, (_, at) => row(at));
const files = {
  'CSV, 28,000 lines': Buffer.from(
    rowsIn(28_000)
      .map((cells) => cells.join(','))
      .join('\n'),
  ),
  'CSV, a cell of a@ and dots': Buffer.from(`email\na@${'.'.repeat(megabyte)}`),
  'CSV, line ends alone': Buffer.from('\n'.repeat(megabyte)),
  'workbook, 28,000 rows': workbook(sheet('People', rowsIn(28_000))),
};

/** Looks at each character once: nothing that reads a text takes less. */
function scan(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) === 0x40) count += 1;
  return count;
}

/** Processor time for the longest text and for a megabyte of file, against a plain scan of it. */
export async function parsing(): Promise<void> {
  const report = (what: string, taken: number[], scan: number[]) => {
    const scanned = median(scan);
    const detail = `${Math.round(median(taken))} : ${scanned.toFixed(1)} ms`;
    say(
      what,
      taken.map((each) => each / scanned),
      { unit: '×', digits: 0, detail },
    );
  };
  for (const [what, text] of Object.entries(texts)) {
    const scanned = await timeOf(() => scan(text), 50);
    report(`100,000 characters: ${what}`, await timeOf(() => parsePeople(text)), scanned);
  }
  for (const [what, bytes] of Object.entries(files)) {
    const text = bytes.toString('latin1');
    const scanned = await timeOf(() => scan(text), 50);
    report(`1 MB of file: ${what}`, await timeOf(() => parsePeopleFile(bytes)), scanned);
  }
}
