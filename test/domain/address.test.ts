import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, parseAddress } from '../../src/domain/address.ts';
import { anyCodeUnits, plausibleAddress } from '../helpers/any-text.ts';

/** An address of this many bytes. */
const long = (bytes: number, local = 'a') => {
  const rest = bytes - '@'.length - '.example'.length;
  const labels = Array.from({ length: 3 }, () => 'b'.repeat(60)).join('.');
  return `${local.repeat(rest - labels.length)}@${labels}.example`;
};

describe('an address', () => {
  it.each([
    'ada@example.com',
    'ADA@Example.COM',
    "o'brien@example.com",
    "'ada@example.com",
    '_ada@example.com',
    '+ada@example.com',
    '.ada@example.com',
    '7@example.com',
    "a!#$%&'*+/?^_`{}~-.z@example.com",
    'ada@a.b.c.example.co.uk',
    'ada@my-company.example',
    'ada@1.example',
    `ada@${'a'.repeat(63)}.${'b'.repeat(63)}`,
    'ada@x.y2-z',
    'ada@münchen.example',
    'josé@example.com',
    '张伟@example.com',
    'иван@пример.example',
    'ada@xn--mnchen-3ya.example',
    'ada#ext#x@example.com',
    'ada@invalid.example',
    'ada@my.invalid.example',
  ])('is one as it was typed: %s', (address) => {
    expect(parseAddress(address)).toBe(address);
  });

  it.each([
    ...['', '@', 'ada', 'ada@', '@example.com', 'ada@example', 'ada@.', 'ada@.com', 'ada@com.'],
    ...['ada@example..com', 'ada@example.com.', 'ada@-a.example', 'ada@a-.example'],
    ...['ada@münchen', 'josé@example', 'josé@', '@münchen.example', 'ada@münchen.example.'],
    ...['ada@@example.com', 'ada@example.com@example.com', 'josé@ada@example.com'],
    ...['ada lovelace@example.com', 'ada@exam ple.com', ' ada@example.com', 'ada@example.com '],
    ...['a,b@example.com', 'a|b@example.com', 'a=b@example.com', 'a"b@example.com', 'a(b@x.com'],
    ...['josé|b@example.com', 'josé=b@example.com', 'ada@example.123', 'ada@10.0.0.1'],
    ...['ada@[10.0.0.1]', 'ada@exa_mple.com', 'ada@example.c_m', 'ada@example.com-', 'ada@a.-com'],
    ...[`ada@${'a'.repeat(64)}.com`, `ada@x.${'a'.repeat(64)}`, 'ada@example.com\n'],
    ...[
      'xada@example.com y',
      'y xada@example.com',
      'ada@münchen.example!',
      'jo\u00a0sé@example.com',
    ],
  ])('is not %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it.each(['*', '=', '~', '#', '^', '?', '!', '$', '%', '&', '/', '`', '{', '}', '-'])(
    'does not begin with the mark %s, in any script',
    (mark) => {
      expect(parseAddress(`${mark}ada@example.com`)).toBeUndefined();
      expect(parseAddress(`${mark}josé@example.com`)).toBeUndefined();
    },
  );

  it.each([
    'ada_old.example#EXT#@acme.example',
    'ada_old.example#ext#@acme.example',
    'ada@example.invalid',
    'ada@example.INVALID',
    'josé@münchen.invalid',
  ])('is not where no mail arrives: %s', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('has up to 254 bytes', () => {
    expect(long(254)).toHaveLength(254);
    expect(parseAddress(long(254))).toBe(long(254));
    expect(parseAddress(long(255))).toBeUndefined();
  });

  it('counts bytes, not letters, and the domain as DNS has it', () => {
    const umlauts = (count: number) => `${'ä'.repeat(count)}@example.com`;
    expect(parseAddress(umlauts(121))).toBe(umlauts(121));
    expect(parseAddress(umlauts(122))).toBeUndefined();
    const domain = 'münchen.example';
    const spelled = 'xn--mnchen-3ya.example';
    const longest = 'a'.repeat(254 - 1 - spelled.length);
    expect(parseAddress(`${longest}@${domain}`)).toBe(`${longest}@${domain}`);
    expect(parseAddress(`${longest}a@${domain}`)).toBeUndefined();
  });

  it('is composed, so that one that is pasted in parts is the same', () => {
    expect(parseAddress('jose\u0301@example.com')).toBe('jos\u00e9@example.com');
    expect(parseAddress('ada@mu\u0308nchen.example')).toBe('ada@m\u00fcnchen.example');
  });

  it('is measured in the composed form', () => {
    const decomposed = `${'ǖ'.normalize('NFD').repeat(121)}@example.com`;
    expect(decomposed.length).toBeGreaterThan(254);
    expect(parseAddress(decomposed)).toBe(`${'ǖ'.repeat(121)}@example.com`);
  });

  it.each([
    ['Cyrillic', 'аda@example.com'],
    ['Greek', 'adα@example.com'],
    ['Armenian', 'adօ@example.com'],
    ['Cherokee', 'Ꭺda@example.com'],
    ['Coptic', 'adⲟ@example.com'],
    ['Cyrillic in the domain', 'ada@exаmple.com'],
  ])('does not mix look-alikes into a Latin word: %s', (_, text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it.each([
    'иван.smith@example.com',
    'smith_иван@example.com',
    'ada@пример.example',
    'иван7@x.example',
  ])('may have words of several scripts side by side: %s', (address) => {
    expect(parseAddress(address)).toBe(address);
  });

  it.each(['ａda@example.com', 'ada@ｅxample.com', 'ﬁona@example.com', 'ada²@example.com'])(
    'has no letters that are other forms of others: %s',
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
    },
  );

  it.each([
    'ada@example.com请联系',
    'ada@example.comです',
    'ada@example.comข้อมูล',
    'ada@example.com입니다',
  ])('ends where a sentence goes on without a space: %s is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it.each(['ada@例え.example', 'ada张@example.com', 'ada@例え-shop.example'])(
    'may have such a script elsewhere: %s',
    (address) => {
      expect(parseAddress(address)).toBe(address);
    },
  );

  it('is what fast-check takes for one, and is read again as itself', () => {
    fc.assert(
      fc.property(plausibleAddress, (address) => {
        fc.pre(!/\.invalid$/i.test(address));
        expect(parseAddress(address)).toBe(address);
      }),
    );
  });

  it('is found in any text at all only if it is the same when read again', () => {
    fc.assert(
      fc.property(anyCodeUnits, (text) => {
        const address = parseAddress(`${text}@example.com`);
        expect(address === undefined || parseAddress(address) === address).toBe(true);
      }),
    );
  });
});

describe('two addresses', () => {
  it.each([
    ['ada@example.com', ' ADA@Example.COM\n'],
    ['ada@münchen.example', 'ADA@MÜNCHEN.example'],
    ['ada@münchen.example', 'ada@xn--mnchen-3ya.example'],
    ['jos\u00e9@example.com', 'jose\u0301@example.com'],
    ['ada@mu\u0308nchen.example', 'ada@XN--mnchen-3ya.example'],
    ['josé@münchen.example', ' JOSÉ@xn--mnchen-3ya.example'],
  ])('are one: %j and %j', (one, other) => {
    expect(addressKey(one)).toBe(addressKey(other));
  });

  it.each([
    ['ada@example.com', 'ada+x@example.com'],
    ['a.da@example.com', 'ada@example.com'],
    ['josé@example.com', 'jose@example.com'],
    ['josé@example.com', 'joséx@example.com'],
    ['josé@example.com', 'josé@example.org'],
    ['ada@münchen.example', 'ada@munchen.example'],
    ['ada@münchen.example', 'eve@münchen.example'],
    ['ada@mün chen.example', 'ada@mün.chen.example'],
  ])('are two: %j and %j', (one, other) => {
    expect(addressKey(one)).not.toBe(addressKey(other));
  });

  it('have the key that is the address in lower case, its domain as DNS has it', () => {
    expect(addressKey(' Ada@Example.com ')).toBe('ada@example.com');
    expect(addressKey('José@München.example')).toBe('josé@xn--mnchen-3ya.example');
    expect(addressKey('José@mün chen')).toBe('josé@mün chen');
    expect(addressKey('jo\u0301\u200b')).toBe('jó\u200b');
  });
});
