import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bold,
  boldAddress,
  channelMention,
  dateTime,
  escapeText,
  mention,
  quote,
} from '../../src/text/mrkdwn.ts';
import { anyCodeUnits } from '../helpers/any-text.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  anyCodeUnits,
  fc
    .array(
      fc.constantFrom(
        ...['<', '>', '&', '&lt;', '<!channel>', '<@U1>', '<https://x.example|y>', '*', '_', '~'],
        ...['`', ' ', '\n', '\r\n', 'a', 'é', '|', '^', '<!date^1^{time}|x>'],
      ),
    )
    .map((pieces) => pieces.join('')),
);

/** What Slack shows where nothing is markup. */
const shown = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const unescaped = /[<>]|&(?!(?:amp|lt|gt);)/;

describe('text from people and from Piper', () => {
  it.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['<@U024BE7LH>', '&lt;@U024BE7LH&gt;'],
    ['<https://evil.example|Piper>', '&lt;https://evil.example|Piper&gt;'],
    ['R&D', 'R&amp;D'],
    ['&lt;', '&amp;lt;'],
    ['Acme', 'Acme'],
  ])('%s is shown as it is and does nothing', (text, safe) => {
    expect(escapeText(text)).toBe(safe);
  });

  it('never becomes markup, and is shown letter by letter', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeText(text)).not.toMatch(unescaped);
        expect(shown(escapeText(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a name in bold', () => {
  it.each([
    ['Acme Robotics', '*Acme Robotics*'],
    ['R&D <core>', '*R&amp;D &lt;core&gt;*'],
    ['snake_case_role', '*snake_case_role*'],
    ['C++ (lead)', '*C++ (lead)*'],
    ['  Acme \n Robotics ', '*Acme Robotics*'],
    ['', ''],
    [' \n ', ''],
  ])('%j is %j', (name, markup) => {
    expect(bold(name)).toBe(markup);
  });

  it.each(['*', '_', '~', '`', 'a*b*c', '_Acme_', '~~', '```', '*Acme*', '_ _', 'Acme_', '&_&'])(
    '%j cannot end it or format itself',
    (name) => {
      const inner = bold(name).slice(1, -1);
      expect(bold(name)).toMatch(/^\*.*\*$/);
      expect(inner).not.toMatch(/[*~`]/);
      expect(inner).not.toMatch(/(^|\W)_|_(\W|$)/);
      expect([...inner]).toHaveLength([...escapeText(name)].length);
    },
  );

  it.each([
    [':tada:', '*꞉tada:*'],
    ['a:skull:b :x:', '*a꞉skull:b ꞉x:*'],
    ['09:30 to 17:30', '*09:30 to 17:30*'],
  ])('%j has no emoji that nobody chose', (name, markup) => {
    expect(bold(name)).toBe(markup);
  });

  it('is cut where it is longer than any real one', () => {
    expect(bold('x'.repeat(101))).toBe(`*${'x'.repeat(99)}…*`);
  });

  it('is always one line with nothing in it that formats', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const markup = bold(name);
        if (name.trim() === '') {
          expect(markup).toBe('');
          return;
        }
        expect(markup.startsWith('*') && markup.endsWith('*')).toBe(true);
        expect(markup.slice(1, -1)).not.toMatch(/[*~`\n\r]/);
        expect(markup).not.toMatch(unescaped);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an address in bold', () => {
  it.each([
    ['ada@example.com', '*ada@example.com*'],
    ['r&d@company.com', '*r&amp;d@company.com*'],
    ['ada_lovelace@example.com', '*ada_lovelace@example.com*'],
  ])('%s stays as it is', (address, markup) => {
    expect(boldAddress(address)).toBe(markup);
  });
});

describe('a mention', () => {
  it('is written as Slack wants it', () => {
    expect(mention('U024BE7LH')).toBe('<@U024BE7LH>');
    expect(channelMention('C024BE7LR')).toBe('<#C024BE7LR>');
  });
});

describe('a quotation', () => {
  it('marks every line', () => {
    expect(quote('Welcome!\n\nSee <you> & all')).toBe(
      '> Welcome!\n> \n> See &lt;you&gt; &amp; all',
    );
  });

  it('leaves nothing outside of itself', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const line of quote(text).split('\n')) {
          expect(line.startsWith('> ')).toBe(true);
          expect(line.slice(2)).not.toMatch(unescaped);
        }
      }),
    );
  });
});

describe('a time', () => {
  it("is shown in the reader's zone, with a fallback in UTC", () => {
    expect(dateTime(Date.parse('2026-11-24T10:32:59.999Z'))).toBe(
      '<!date^1795516379^{date_short_pretty} at {time}|2026-11-24 10:32 UTC>',
    );
  });

  it('is whole seconds, since Slack takes no others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (at) => {
        const seconds = /^<!date\^(\d+)\^\{date_short_pretty\} at \{time\}\|(.+) UTC>$/.exec(
          dateTime(at),
        );
        expect(seconds?.[1]).toBe(String(Math.floor(at / 1_000)));
        expect(Date.parse(`${seconds?.[2]?.replace(' ', 'T')}:00Z`)).toBe(
          Math.floor(at / 60_000) * 60_000,
        );
      }),
    );
  });
});
