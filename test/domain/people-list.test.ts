import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeople } from '../../src/domain/people-list.ts';
import { anyCodeUnits, plausibleAddress } from '../helpers/any-text.ts';

/** A parsed text in short form: addresses, mentions as `@U…`, and leftovers. */
function read(text: string): { people: string[]; leftovers: string[] } {
  const { people, leftovers } = parsePeople(text);
  return {
    people: people.map((named) => (named.kind === 'address' ? named.address : `@${named.userId}`)),
    leftovers,
  };
}

const ada = 'ada@example.com';
const grace = 'grace@example.com';

describe('a text with one address', () => {
  it.each([
    ['as it is', 'ada@example.com'],
    ['with spaces around', '  ada@example.com \n'],
    ['with no-break spaces around', '\u00a0ada@example.com\u00a0'],
    ['at the end of a sentence', 'ada@example.com.'],
    ['with several dots behind it', 'ada@example.com...'],
    ['in parentheses', '(ada@example.com)'],
    ['in square brackets', '[ada@example.com]'],
    ['in double quotes', '"ada@example.com"'],
    ['in single quotes', "'ada@example.com'"],
    ['in angle brackets', '<ada@example.com>'],
    ['in angle brackets with spaces', '< ada@example.com >'],
    ['in quotes, then angle brackets', '"ada@example.com" <ada@example.com>'],
    ['as a link', 'mailto:ada@example.com'],
    ['as a link in capitals', 'MAILTO:ada@example.com'],
    ['as a link with a subject', 'mailto:ada@example.com?subject=Hello%20Ada'],
    ['as a link in angle brackets', '<mailto:ada@example.com?subject=Hello>'],
    ['as a link of Slack', '<mailto:ada@example.com|ada@example.com>'],
    ['as Outlook pastes it', '[mailto:ada@example.com]'],
    ['with a comma behind it', 'ada@example.com,'],
    ['with separators all over', ',;\n\t ada@example.com ;;,,\n'],
    ['behind a name', 'Ada Lovelace <ada@example.com>'],
    ['behind a name without a space', 'Ada<ada@example.com>'],
    ['behind a name in double quotes', '"Ada Lovelace" <ada@example.com>'],
    ['behind a name in single quotes', "'Ada Lovelace' <ada@example.com>"],
    ['behind a name with a comma in quotes', '"Lovelace, Ada" <ada@example.com>'],
    ['behind a name with a comma', 'Lovelace, Ada <ada@example.com>'],
    ['behind a name in other letters', 'Ада Лавлейс <ada@example.com>'],
    ['behind a name with a title', 'Dr. Ada Lovelace (Engines) <ada@example.com>'],
    ['behind a name, as a link', 'Ada Lovelace <mailto:ada@example.com>'],
  ])('names that person %s', (_, text) => {
    expect(read(text)).toEqual({ people: [ada], leftovers: [] });
  });

  it.each([
    "o'brien@example.com",
    'ada+piper@example.com',
    'r&d@company.com',
    'ada.lovelace@example.co.uk',
    'ada_lovelace-1815@mail.example.com',
    'x@y.zz',
    '1@2.example',
    'ADA@EXAMPLE.COM',
    'ada@xn--bcher-kva.example',
    "'quote@example.com",
    `${'a'.repeat(64)}@${'b'.repeat(60)}.example`,
  ])('keeps %s as it was typed', (address) => {
    expect(read(address)).toEqual({ people: [address], leftovers: [] });
  });

  it.each([
    ['mailto:r%26d@company.com', 'r&d@company.com'],
    ['<mailto:ada%2Bpiper@example.com?subject=100%25>', 'ada+piper@example.com'],
    ['mailto:100%@example.com', '100%@example.com'],
  ])('reads the link %s', (text, address) => {
    expect(read(text)).toEqual({ people: [address], leftovers: [] });
  });

  it('takes the quotes from around an address that has an apostrophe itself', () => {
    expect(read("'o'brien@example.com'")).toEqual({
      people: ["o'brien@example.com"],
      leftovers: [],
    });
  });
});

describe('a text with several addresses', () => {
  it.each([
    ['commas', 'ada@example.com,grace@example.com'],
    ['commas and spaces', 'ada@example.com, grace@example.com'],
    ['semicolons', 'ada@example.com;grace@example.com'],
    ['spaces', 'ada@example.com grace@example.com'],
    ['tabs', 'ada@example.com\tgrace@example.com'],
    ['lines', 'ada@example.com\ngrace@example.com'],
    ['lines of Windows', 'ada@example.com\r\ngrace@example.com\r\n'],
    ['empty lines', 'ada@example.com\n\n\n  grace@example.com'],
    ['a mix of them', 'ada@example.com ;\n, grace@example.com,;'],
    ['angle brackets only', '<ada@example.com><grace@example.com>'],
    ['names and commas', 'Ada <ada@example.com>, Grace Hopper <grace@example.com>'],
    ['names with commas', 'Lovelace, Ada <ada@example.com>; Hopper, Grace <grace@example.com>'],
    [
      'names with commas alone',
      'Lovelace, Ada <ada@example.com>, Hopper, Grace <grace@example.com>',
    ],
    ['quoted names', '"Lovelace, Ada" <ada@example.com>, "Hopper, Grace" <grace@example.com>'],
    ['a link to both', 'mailto:ada@example.com,grace@example.com'],
    ['quotes around each', '"ada@example.com","grace@example.com"'],
  ])('names everybody between %s', (_, text) => {
    expect(read(text)).toEqual({ people: [ada, grace], leftovers: [] });
  });

  it.each(['E-mail', 'Email address', 'E-Mail:', 'Adresse', 'Courriel', 'To:'])(
    'names everybody in a column of a spreadsheet under the heading %j',
    (heading) => {
      expect(read(`${heading}\nada@example.com\ngrace@example.com\n\n`)).toEqual({
        people: [ada, grace],
        leftovers: [],
      });
    },
  );

  it('names everybody in rows of a spreadsheet, and leaves the other cells over', () => {
    expect(read('Ada\tada@example.com\nGrace\tgrace@example.com')).toEqual({
      people: [ada, grace],
      leftovers: ['Ada', 'Grace'],
    });
  });

  it('names each person once, without case, as typed first', () => {
    expect(read('Ada@Example.com, ada@example.com <ADA@EXAMPLE.COM>').people).toEqual([
      'Ada@Example.com',
    ]);
  });
});

describe('a text with mentions', () => {
  it.each([
    ['<@U024BE7LH>', ['@U024BE7LH']],
    ['<@W024BE7LH>', ['@W024BE7LH']],
    ['<@U024BE7LH|grace>', ['@U024BE7LH']],
    ['<@U1> <@U2>', ['@U1', '@U2']],
    ['<@U1><@U2>', ['@U1', '@U2']],
    ['<@U1>, <@U1|grace>', ['@U1']],
    ['<@U1>, ada@example.com; <@U2>', ['@U1', ada, '@U2']],
  ])('finds everybody in %s', (text, people) => {
    expect(read(text)).toEqual({ people, leftovers: [] });
  });

  it('takes no name in front of a mention', () => {
    expect(read('Grace <@U1>')).toEqual({ people: ['@U1'], leftovers: ['Grace'] });
  });

  it('finds nobody in what only looks like a mention', () => {
    expect(read('<@u024be7lh> <@C1> <@> @grace')).toEqual({
      people: [],
      leftovers: ['@u024be7lh', '@C1', '@', '@grace'],
    });
  });
});

describe('a text with something that is no address', () => {
  it.each([
    'ada@',
    '@ada',
    '@',
    'ada@@example.com',
    'ada@localhost',
    'ada@example..com',
    'ada@-example.com',
    'ada@exa_mple.com',
    'ada@.com',
    'ada',
    'example.com',
    'ada@example.com😀',
    `${'a'.repeat(288)}@example.com`,
  ])('leaves %s over, whole', (text) => {
    expect(read(text)).toEqual({ people: [], leftovers: [text] });
  });

  it.each([
    ['a zero-width space', 'ada@exam\u200bple.com'],
    ['a zero-width joiner', 'a\u200dda@example.com'],
    ['a soft hyphen', 'ada@exam\u00adple.com'],
    ['a letter that only looks Latin', 'аda@example.com'],
  ])('does not guess what is meant where an address holds %s', (_, text) => {
    expect(read(text)).toEqual({ people: [], leftovers: [text] });
  });

  it('keeps the good ones and tells the bad ones', () => {
    expect(read('ada@example.com, grace@, bob')).toEqual({
      people: [ada],
      leftovers: ['grace@', 'bob'],
    });
  });

  it('leaves over what looks like a mistyped address, even in front of a good one', () => {
    expect(read('grace@ <ada@example.com>')).toEqual({ people: [ada], leftovers: ['grace@'] });
    expect(read('grace@, Ada <ada@example.com>')).toEqual({ people: [ada], leftovers: ['grace@'] });
  });

  it('leaves over a name that has no address of its own', () => {
    expect(read('Bob; Ada <ada@example.com>')).toEqual({ people: [ada], leftovers: ['Bob'] });
    expect(read('Bob\nAda <ada@example.com>')).toEqual({ people: [ada], leftovers: ['Bob'] });
    expect(read('Bob\tAda <ada@example.com>')).toEqual({ people: [ada], leftovers: ['Bob'] });
    expect(read('Ada <ada@example.com> Bob')).toEqual({ people: [ada], leftovers: ['Bob'] });
    expect(read('Bob <bob>')).toEqual({ people: [], leftovers: ['Bob <bob>'] });
    expect(read('"Lovelace, Ada" ada@example.com')).toEqual({
      people: [ada],
      leftovers: ['"Lovelace, Ada"'],
    });
  });

  it.each(['', ' ', '\n\t', ',', ';;,', '<>', '< >', '""', "''", '<', '>', '"'])(
    'says nothing about %j',
    (text) => {
      expect(read(text)).toEqual({ people: [], leftovers: [] });
    },
  );
});

describe('a text longer than any of Slack’s', () => {
  it('is left over whole, without being read', () => {
    const longest = `${'x '.repeat(49_992)}ada@example.com `;
    expect(longest).toHaveLength(100_000);
    expect(read(longest).people).toEqual([ada]);
    expect(read(`${longest} `)).toEqual({ people: [], leftovers: [`${longest} `] });
  });
});

describe('any text at all', () => {
  const separator = fc.constantFrom(
    ',',
    ';',
    ' ',
    '\t',
    '\n',
    '\r\n',
    ', ',
    '; ',
    ' ,\n',
    '\u00a0',
  );
  const address = plausibleAddress;
  const randomCase = (text: string) =>
    fc
      .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
      .map((upper) =>
        [...text].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter)).join(''),
      );

  /** Texts that are far more likely than chance to hold addresses, brackets and quotes in strange places. */
  const strange = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...['<', '>', '"', "'", ',', ';', '\n', '\r', '\t', ' ', '@', '.', '(', ')', '[', ']'],
          ...['ada', 'Ada', 'ada@example.com', 'grace@example.com', '<ada@example.com>'],
          ...['mailto:', '?', '<@U1>', '<@U1|x>', '|', 'ada@', '\u200b', '\u2028', '&', '_', '😀'],
        ),
        fc.string({ unit: 'grapheme', maxLength: 3 }),
      ),
      { maxLength: 30 },
    )
    .map((pieces) => pieces.join(''));
  const anyText = fc.oneof(strange, fc.string({ unit: 'grapheme' }), anyCodeUnits);

  it('is read without a throw', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(() => parsePeople(text)).not.toThrow();
      }),
    );
  });

  it('names no address that does not stand in it, where it has no links with escapes', () => {
    const plain = anyText.map((text) => text.replaceAll('%', ''));
    fc.assert(
      fc.property(plain, (text) => {
        for (const named of parsePeople(text).people) {
          const spelled = named.kind === 'address' ? named.address : named.userId;
          expect(text.normalize('NFC')).toContain(spelled);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('names nobody twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const people = read(text).people.map((name) => name.toLowerCase());
        expect(new Set(people).size).toBe(people.length);
      }),
    );
  });

  it('drops nothing with an @ in it, where it has no brackets, quotes and links', () => {
    const plain = anyText.map((text) =>
      text.replaceAll(/[<>＜＞〈〉()（）[\]［］【】〔〕"“”„‟«»「」『』＂]|mailto:/gi, ' '),
    );
    fc.assert(
      fc.property(plain, (text) => {
        const { people, leftovers } = read(text.normalize('NFC'));
        for (const word of text.normalize('NFC').split(/[\s,，、،﹐﹑､;；؛|｜]+/)) {
          if (!word.includes('@')) continue;
          const isKept =
            leftovers.some((each) => each.includes(word)) ||
            people.some((each) => word.toLowerCase().includes(each.toLowerCase()));
          expect(isKept, `${JSON.stringify(word)} is left over or found`).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('quotes only what stands in it', () => {
    fc.assert(
      fc.property(
        anyText.map((text) => text.replaceAll('%', '')),
        (text) => {
          for (const leftover of parsePeople(text).leftovers) expect(text).toContain(leftover);
        },
      ),
    );
  });

  it('names nobody where it has no @', () => {
    fc.assert(
      fc.property(
        anyText.map((text) => text.replaceAll('@', '').replaceAll('%', '')),
        (text) => {
          expect(read(text).people).toEqual([]);
        },
      ),
    );
  });

  it('names the same people in any order, in any case, between any separators', () => {
    const spellings = fc
      .uniqueArray(address, { minLength: 1, maxLength: 8, selector: (each) => each.toLowerCase() })
      .chain((addresses) =>
        fc.record({
          addresses: fc.constant(addresses),
          spelled: fc
            .shuffledSubarray([...addresses, ...addresses], {
              minLength: addresses.length * 2,
            })
            .chain((each) => fc.tuple(...each.map(randomCase))),
          separators: fc.array(separator, { minLength: addresses.length * 2 }),
        }),
      );
    fc.assert(
      fc.property(spellings, ({ addresses, spelled, separators }) => {
        const text = spelled.map((each, at) => each + (separators[at] ?? ',')).join('');
        const { people, leftovers } = read(text);
        expect(leftovers).toEqual([]);
        expect(parsePeople(text).repeated).toBe(spelled.length - addresses.length);
        expect(people.map((each) => each.toLowerCase()).sort()).toEqual(
          addresses.map((each) => each.toLowerCase()).sort(),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('names the same people in every form in which an address is written', () => {
    const inLink = (each: string) => encodeURIComponent(each).replace('%40', '@');
    const forms: ((each: string) => string)[] = [
      (each) => each,
      (each) => `<${each}>`,
      (each) => `"${each}"`,
      (each) => `(${each})`,
      (each) => `mailto:${inLink(each)}`,
      (each) => `<mailto:${inLink(each)}?subject=Hi>`,
      (each) => `Ada Lovelace <${each}>`,
      (each) => `"Lovelace, Ada" <${each}>`,
    ];
    // An apostrophe at the beginning may be a quotation mark.
    const named = address.filter((each) => !each.startsWith("'"));
    const written = fc.array(
      fc.tuple(named, fc.constantFrom(...forms), fc.constantFrom(',', ';', '\n', '\t', '\r\n')),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(written, (entries) => {
        const text = entries.map(([each, form, between]) => form(each) + between).join('');
        const { people, leftovers, repeated } = parsePeople(text);
        const keys = new Set(entries.map(([each]) => each.toLowerCase()));
        expect(leftovers).toEqual([]);
        expect(people.length + repeated).toBe(entries.length);
        expect(
          new Set(people.map((one) => (one.kind === 'address' ? one.address.toLowerCase() : ''))),
        ).toEqual(keys);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves over exactly the words that are no addresses, in their order', () => {
    const word = fc
      .stringMatching(/^\p{L}[\p{L}\p{N}]{3,12}$/u)
      .filter(
        (each) => !/^(?:e?mails?|address(?:es)?|adress?en?|courriels?|correos?)$/i.test(each),
      );
    const entry = fc.oneof(
      address.map((text) => ({ text, isAddress: true })),
      word.map((text) => ({ text, isAddress: false })),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(entry, separator), { maxLength: 20 }), (entries) => {
        const text = entries.map(([each, between]) => each.text + between).join('');
        const words = entries.filter(([each]) => !each.isAddress).map(([each]) => each.text);
        expect(read(text).leftovers.flatMap((each) => each.split(/\s+/))).toEqual(words);
      }),
    );
  });

  it('takes any name in front of an address in angle brackets', () => {
    const name = fc.stringMatching(/^[\p{L}][\p{L} .'-]{0,30}$/u);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, address), { maxLength: 5 }), (entries) => {
        const text = entries.map(([who, where]) => `${who} <${where}>`).join(', ');
        expect(read(text).leftovers).toEqual([]);
        expect(read(text).people).toHaveLength(
          new Set(entries.map(([, where]) => where.toLowerCase())).size,
        );
      }),
    );
  });
});
