import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText } from '../../src/text/fit-text.ts';
import { anyCodeUnits } from '../helpers/any-text.ts';

const people = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => `• person-${from + at}@example.com: pending`);
const list = (...lines: (string | string[])[]) => lines.flat().join('\n');

/** How many people a text names or counts. */
const counted = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('• '))
    .reduce((sum, line) => sum + Number(/^• (?:and )?(\d+) more$/.exec(line)?.[1] ?? 1), 0);

describe('a text that is to have so many bytes at most', () => {
  it('stays as it is where it has no more', () => {
    const text = list('Alice invited 3 people.', people(3), '> ö');
    expect(fitText(text, Buffer.byteLength(text))).toBe(text);
  });

  it('loses the end of its list, which says how many, and keeps what stands around it', () => {
    const text = list('Alice invited 50 people.', people(50), '> Welcome', 'Pending · just now');
    const fitting = fitText(text, 500);
    expect(fitting).toMatch(
      /^Alice invited 50 people\.\n(• person-\d+@example\.com: pending\n)+• and \d+ more\n> Welcome\nPending · just now$/,
    );
    expect(counted(fitting)).toBe(50);
    // No more is lost than needed.
    expect(Buffer.byteLength(fitting)).toBeGreaterThan(440);
  });

  it('counts those, too, whom the list had left out itself', () => {
    const text = list('Alice invited 500 people.', people(15), '• and 485 more', 'Pending');
    const fitting = fitText(text, 300);
    expect(counted(fitting)).toBe(500);
    expect(fitting.match(/more/g)).toHaveLength(1);
  });

  it('counts in each of several lists, and cuts the last one first', () => {
    const text = list('These:', people(10), 'And these:', people(10, 10));
    const fitting = fitText(text, 500);
    expect(fitting).toContain(list('These:', people(10), 'And these:'));
    expect(counted(fitting)).toBe(20);
    expect(fitText(text, 100)).toMatch(
      /^These:\n(?:•.*\n)*• and \d+ more\nAnd these:\n• and 10 more$/,
    );
  });

  it('ends in "…" where it is no list, and never in the middle of a mention or a character', () => {
    const date = '<!date^1795516320^{date_short_pretty} at {time}|2026-11-24 10:32 UTC>';
    const text = `😀 <@U024BE7LH> &amp; ${date}`;
    for (let bytes = 3; bytes < Buffer.byteLength(text); bytes += 1) {
      const pieces = ['', '😀', ' ', '<@U024BE7LH>', ' ', '&amp;', ' '];
      const beginnings = pieces.map((_, at) => `${pieces.slice(0, at + 1).join('')}…`);
      expect(beginnings).toContain(fitText(text, bytes));
    }
  });

  const line = fc.oneof(
    anyCodeUnits,
    fc.string({ unit: 'grapheme' }).map((name) => `• ${name}`),
    fc.constantFrom('• and 485 more', '<@U1> invited', '&lt;', '名'.repeat(300)),
  );
  it('is never longer, and loses nobody', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.nat({ max: 3_000 }), (lines, room) => {
        const text = lines.join('\n');
        const fitting = fitText(text, room + 3);
        expect(Buffer.byteLength(fitting)).toBeLessThanOrEqual(room + 3);
        if (!fitting.endsWith('…')) expect(counted(fitting)).toBe(counted(text));
      }),
    );
  });
});
