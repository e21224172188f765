import { describe, expect, it } from 'vitest';
import { parsePeople } from '../../src/domain/people-list.ts';

const ada = { kind: 'address', address: 'ada@example.com' };

describe('the format of a text', () => {
  it.each(['\n ', '\r\n ', '\n\t'])(
    'is undone where a calendar or card folds lines: %j',
    (fold) => {
      const text = `BEGIN:VCARD\nEMAIL:ada@exam${fold}ple.com`;
      expect(parsePeople(text).people).toEqual([ada]);
    },
  );

  it.each(['', 'XBEGIN:VCARD\n'])('is not taken for folded elsewhere: %j', (begin) => {
    expect(parsePeople(`${begin}EMAIL:ada@exam\n ple.com`).people).toEqual([]);
  });

  it('is undone where HTML is escaped', () => {
    const text = 'Bob &lt;ada@example.com&gt; &lt;r&amp;d@example.com&gt; Joan';
    expect(parsePeople(text)).toEqual({
      people: [ada, { kind: 'address', address: 'r&d@example.com' }],
      leftovers: ['Joan'],
      repeated: 0,
    });
  });

  it('is not taken for escaped where no bracket is', () => {
    expect(parsePeople('r&amp;d').leftovers).toEqual(['r&amp', 'd']);
  });
});
