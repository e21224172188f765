import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDomains, isInDomains, parseDomains } from '../../src/domain/domains.ts';
import { anyCodeUnits } from '../helpers/any-text.ts';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
const domain = fc
  .tuple(label, fc.constantFrom('com', 'example', 'co.uk'))
  .map((parts) => parts.join('.'));

describe('a list of domains', () => {
  it.each([
    ['acme.example', ['acme.example']],
    ['@acme.example', ['acme.example']],
    ['  ACME.Example. ', ['acme.example']],
    ['https://acme.example/about?x=1', ['acme.example']],
    ['http://acme.example', ['acme.example']],
    ['HTTPS://acme.example?x#y', ['acme.example']],
    ['https://acme.example#about/us', ['acme.example']],
    ['"acme.example" <mail.acme.example>', ['acme.example', 'mail.acme.example']],
    ['acme.example, @acme.example;ACME.EXAMPLE', ['acme.example']],
    ['acme.example\nmail.acme.example', ['acme.example', 'mail.acme.example']],
    ['münchen.example', ['xn--mnchen-3ya.example']],
    ['xn--mnchen-3ya.example', ['xn--mnchen-3ya.example']],
    ['xn--a.example', ['xn--a.example']],
    ['1.acme2', ['1.acme2']],
    ['1.0x7f', ['1.0x7f']],
    [`${'a'.repeat(63)}.example`, [`${'a'.repeat(63)}.example`]],
    ['', []],
    [' ,; ', []],
  ])('%j means %j', (text, domains) => {
    expect(parseDomains(text)).toEqual({ domains, leftovers: [] });
  });

  it.each([
    'acme',
    'ada@acme.example',
    '@@acme.example',
    'seehttps://acme.example',
    'https://',
    'https://ada@acme.example',
    'acme-.example',
    'acme.example-',
    'acme.123',
    'münchen',
    'mün_chen.example',
    'mün/chen.example',
    'ü/münchen.example',
    'münchen.example:80',
    'xn--\u00fc.example',
    '10.0.0.1',
    'acme.example:8080',
    '-acme.example',
    'acme..example',
    'ftp://acme.example',
    '*.acme.example',
    '[::1]',
    `${'a'.repeat(64)}.example`,
  ])('has no domain in %j', (word) => {
    expect(parseDomains(word)).toEqual({ domains: [], leftovers: [word] });
  });

  it('has domains of up to 253 characters, and a dot behind them', () => {
    const longest = `${`${'a'.repeat(60)}.`.repeat(4)}${'b'.repeat(9)}`;
    expect(longest).toHaveLength(253);
    expect(parseDomains(`${longest} ${longest}.`)).toEqual({ domains: [longest], leftovers: [] });
    for (const longer of [`${longest}b`, `${longest}b.`]) {
      expect(parseDomains(longer)).toEqual({ domains: [], leftovers: [longer] });
    }
  });

  it('has no domain that is short only without its invisible characters', () => {
    const padded = `münchen${'\u034f'.repeat(300)}.example`;
    expect(parseDomains(padded)).toEqual({ domains: [], leftovers: [padded] });
  });

  it('keeps what it understands beside what it does not', () => {
    expect(parseDomains('acme.example, nonsense')).toEqual({
      domains: ['acme.example'],
      leftovers: ['nonsense'],
    });
  });

  it('is read from any text, into domains that it reads again as they are', () => {
    fc.assert(
      fc.property(anyCodeUnits, (text) => {
        const { domains } = parseDomains(text);
        expect(parseDomains(domains.join(' '))).toEqual({ domains, leftovers: [] });
      }),
    );
  });

  it('is the same however it is separated', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(domain),
        fc.constantFrom(',', ' ', '\n', '; ', ', @'),
        (domains, separator) => {
          expect(parseDomains(domains.join(separator))).toEqual({ domains, leftovers: [] });
        },
      ),
    );
  });
});

describe('an address', () => {
  it.each([
    ['ada@acme.example', true],
    ['ADA@Acme.Example', true],
    ['"a@b"@acme.example', true],
    ['ada@mail.acme.example', false],
    ['ada@notacme.example', false],
    ['ada@acme.example.evil.example', false],
    ['acme.example@evil.example', false],
    ['ada@', false],
    ['', false],
  ])('%j belongs to acme.example: %s', (address, isIn) => {
    expect(isInDomains(address, ['acme.example'])).toBe(isIn);
  });

  it('belongs to a domain beyond ASCII in either spelling', () => {
    const { domains } = parseDomains('münchen.example');
    expect(isInDomains('ada@münchen.example', domains)).toBe(true);
    expect(isInDomains('ada@XN--mnchen-3ya.example', domains)).toBe(true);
  });

  it('belongs to its own domain and to no domain below or above', () => {
    fc.assert(
      fc.property(domain, (name) => {
        expect(isInDomains(`ada@${name}`, [name])).toBe(true);
        expect(isInDomains(`ada@sub.${name}`, [name])).toBe(false);
        expect(isInDomains(`ada@${name}`, [`sub.${name}`])).toBe(false);
      }),
    );
  });
});

describe('the domains of many addresses', () => {
  it('are counted, most first, then by name', () => {
    const addresses = [
      'a@z.example',
      'b@b.example',
      'c@Z.example',
      '"d@b"@z.example',
      'e@a.example',
    ];
    expect(countDomains(addresses)).toEqual([
      { domain: 'z.example', count: 3 },
      { domain: 'a.example', count: 1 },
      { domain: 'b.example', count: 1 },
    ]);
  });

  it('are none where there is nobody', () => {
    expect(countDomains([])).toEqual([]);
  });
});
