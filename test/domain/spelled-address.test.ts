import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress } from '../../src/domain/spelled-address.ts';
import { anyCodeUnits, plausibleAddress } from '../helpers/any-text.ts';

const ada = { address: 'ada@example.com' };

describe('an address as people write it', () => {
  it.each([
    'ada@example.com',
    "'ada@example.com'",
    '‘ada@example.com’',
    '’ada@example.com’',
    '‚ada@example.com‘',
    '‹ada@example.com›',
    '›ada@example.com‹',
    '*ada@example.com*',
    '**ada@example.com**',
    '_ada@example.com_',
    '`ada@example.com`',
    '```ada@example.com```',
    '´ada@example.com´',
    '~~ada@example.com~~',
    '{ada@example.com}',
    '(ada@example.com)',
    '[ada@example.com]',
    '<ada@example.com>',
    '<<ada@example.com>>',
    '(<ada@example.com>)',
    '\\ada@example.com\\',
    ':ada@example.com:',
    'ada@example.com.',
    'ada@example.com...',
    'ada@example.com…',
    'ada@example.com!',
    'ada@example.com?!',
    'ada@example.com。',
    'ada@example.com)',
    'ada@example.com).',
    'ada@example.com>',
    '(ada@example.com',
    '<ada@example.com',
    "'ada@example.com'.",
    "'ada@example.com.'",
    '*ada@example.com*:',
    "'{ada@example.com}'",
    "('ada@example.com')",
    '\u200bada@example.com\u200b',
    '\ufeffada@example.com',
    '\u00adada@example.com\u00ad',
    'ada@example.com\ufe0f',
    'ada@example.com\ufe0e',
    ' ada@example.com ',
    '\u00a0\tada@example.com\n',
    '\u200b<ada@example.com>\u200b',
    '< ada@example.com >',
  ])('is read without the marks around it: %j', (word) => {
    expect(readAddress(word)).toEqual(ada);
  });

  it.each([
    ['_ada@example.com', '_ada@example.com'],
    ["'ada@example.com", "'ada@example.com"],
    ["'o'brien@example.com'", "o'brien@example.com"],
    ['{a}da@example.com', undefined],
    ['+ada@example.com', '+ada@example.com'],
    ['ada_@example.com', 'ada_@example.com'],
    ["ada'@example.com", "ada'@example.com"],
    ['😀ada@example.com', undefined],
    ['ada@example.com😀', undefined],
    ['ada\u200b@example.com', undefined],
    ['ada @example.com', undefined],
    ['*ada@example.com', undefined],
    ['{ada@example.com', undefined],
    ['$ada@example.com$', undefined],
  ])('keeps what may be part of it: %s is %s', (word, address) => {
    expect(readAddress(word)?.address).toBe(address);
  });

  it.each([
    'SMTP:ada@example.com',
    "email:'ada@example.com'",
    'smtp:ada@example.com',
    'E-Mail:ada@example.com',
    'Email：ada@example.com',
    'Adresse:ada@example.com',
    'to:ada@example.com',
    'Cc:<ada@example.com>',
    'X500:SMTP:ada@example.com',
    'a.b_c-d=e7:ada@example.com',
    'почта:ada@example.com',
    'email=ada@example.com',
    'E-MAIL=ada@example.com',
    'mail=ada@example.com',
    'user=ada@example.com',
    'username=ada@example.com',
    'to=ada@example.com',
    'cn=ada@example.com',
    'ldap:cn=ada@example.com',
    'im://ada@example.com',
  ])('is read behind a label: %s', (word) => {
    expect(readAddress(word)).toEqual(ada);
  });

  it.each([
    ...['http', 'https', 'ftp', 'ftps', 'sftp', 'ssh', 'git', 'file', 'data', 'tel', 'sip', 'sips'],
    ...['xmpp', 'acct', 'imap', 'imaps', 'smtps', 'mysql', 'postgres', 'postgresql', 'redis'],
    ...['HTTPS', 'SSH'],
  ])('is not what a link names that leads elsewhere: %s', (scheme) => {
    expect(readAddress(`${scheme}://ada@example.com`)).toBeUndefined();
    expect(readAddress(`${scheme}:ada@example.com`)).toBeUndefined();
    expect(readAddress(`URL:${scheme}://ada@example.com`)).toBeUndefined();
  });

  it.each(['httpx', 'myssh', 'telephone', 'xsip'])(
    'is read behind a label that only resembles such a link: %s',
    (label) => {
      expect(readAddress(`${label}:ada@example.com`)).toEqual(ada);
    },
  );

  it.each([
    '7up:ada@example.com',
    'a b:ada@example.com',
    'e-mail:///ada@example.com',
    'other=ada@example.com',
    'x-mail=ada@example.com',
    'mail=mail=ada@example.com',
    'a/b:ada@example.com',
    'label:',
    'label:/',
    'ada@example.com:443',
  ])('is not read behind what is no label: %s', (word) => {
    expect(readAddress(word)).toBeUndefined();
  });

  it('has at least five characters, and at most 320 with all that is around it', () => {
    expect(readAddress('a@b.c')).toEqual({ address: 'a@b.c' });
    expect(readAddress('a@b.')).toBeUndefined();
    const padded = (length: number) => `${ada.address}${'.'.repeat(length - ada.address.length)}`;
    expect(readAddress(padded(320))).toEqual(ada);
    expect(readAddress(padded(321))).toBeUndefined();
  });

  it.each(['', ' ', '@', "''''''", '((((((', '......', '{{{{{{', '      ', '\u200b'.repeat(9)])(
    'is not in %j',
    (word) => {
      expect(readAddress(word)).toBeUndefined();
    },
  );
});

describe('a mailto: link', () => {
  it.each([
    'mailto:ada@example.com',
    'MAILTO:ada@example.com',
    'mailto://ada@example.com',
    'mailto:ada%40example.com',
    'mailto:%61da@example.com',
    'mailto:ada@example.com?subject=Hello%20Ada',
    'mailto:ada@example.com?',
    'mailto:<ada@example.com>',
    'mailto:%3Cada@example.com%3E',
    '<mailto:ada@example.com>',
    '[mailto:ada@example.com]',
    'Email:mailto:ada@example.com',
    'mailto:ada@example.com|ada@example.com',
    'mailto:ada@example.com|Ada Lovelace',
    'mailto:ada@example.com|eve@evil.example',
  ])('names one person alone: %s', (word) => {
    expect(readAddress(word)).toEqual(ada);
  });

  it.each([
    ['mailto:ada@example.com?cc=grace@example.com', 'cc=grace@example.com'],
    ['mailto:ada@example.com?cc=grace%40example.com&x=%20', 'cc=grace@example.com&x= '],
    ['mailto:ada@example.com?a|b=grace@example.com', 'a|b=grace@example.com'],
    ['mailto:ada@example.com?cc=grace@example.com&x=100%', 'cc=grace@example.com&x=100%'],
  ])('tells who else is in it: %s', (word, extra) => {
    expect(readAddress(word)).toEqual({ ...ada, extra });
  });

  it('keeps an escape that is none', () => {
    expect(readAddress('mailto:100%@example.com')).toEqual({ address: '100%@example.com' });
  });

  it.each([
    'mailto:',
    'mailto:ada',
    'mailto:?to=ada@example.com',
    'mailto:|ada@example.com',
    'mailto:ada@localhost?cc=ada@example.com',
    'mailto:ada@example.com,grace@example.com',
    'mailto:SMTP:ada@example.com',
  ])('names nobody where its own address is none: %s', (word) => {
    expect(readAddress(word)).toBeUndefined();
  });
});

describe('any word', () => {
  it('is read as the address that it is, between any marks that stand in pairs', () => {
    const pair = fc.constantFrom(...['<>', '()', '[]', '‘’', '‚‘', '‹›', '›‹', '``', '**', '~~']);
    const named = plausibleAddress.filter(
      (each) => /^[\w.]/.test(each) && !/^_|\.invalid$/i.test(each) && each.length < 300,
    );
    fc.assert(
      fc.property(named, fc.array(pair, { maxLength: 5 }), (address, pairs) => {
        const word = pairs.reduce((inner, [open, close]) => `${open}${inner}${close}`, address);
        expect(readAddress(word)).toEqual({ address });
      }),
    );
  });

  it('names no address that does not stand in it', () => {
    fc.assert(
      fc.property(anyCodeUnits, anyCodeUnits, (before, behind) => {
        const word = `${before}ada@example.com${behind}`.replaceAll('%', '');
        const found = readAddress(word)?.address ?? '';
        expect(word.normalize('NFC')).toContain(found);
      }),
    );
  });
});
