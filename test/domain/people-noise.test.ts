import { describe, expect, it } from 'vitest';
import {
  isAside,
  isBinder,
  isConjunction,
  isHeader,
  isHeading,
  isListMark,
  isTornOff,
} from '../../src/domain/people-noise.ts';

/** One test for each word that is one, and one for each that only resembles it. */
function tells(is: (word: string) => boolean, those: string[], others: string[]) {
  it.each(those)('is %j', (word) => {
    expect(is(word)).toBe(true);
  });

  it.each(others)('is not %j', (word) => {
    expect(is(word)).toBe(false);
  });
}

describe('the mark of a list', () => {
  tells(
    isListMark,
    ['1', '1.', '12)', '999:', '1234', '#1', '№7.', '3．', '3、', '#12)'],
    ['', '#', '.', '12345', '1..', '1.2', 'a.', '1a', 'x1', '##1', '-1', '1.ada@example.com'],
  );
});

describe('a header whose value may go on in the next line', () => {
  tells(
    isHeader,
    [
      ...[
        'To:',
        'cc:',
        'BCC:',
        'From:',
        'Reply-To:',
        'An:',
        'Von:',
        'Kopie:',
        'Para:',
        'De:',
        'À:',
      ],
      ...['Til:', 'Fra:', 'Aan:', 'Van:', 'Do:', 'Od:', 'To：'],
    ],
    ['To', 'to:x', 'xto:', ':', 'Subject:', 'reply:', 'cc::', ''],
  );
});

describe('the beginning of a line that names nobody to invite', () => {
  tells(
    isAside,
    [
      ...['#', '#team', '# ', '##', '//', '//ada@example.com', 'Message-ID:', 'message-id:<x@y.z>'],
      ...['In-Reply-To:', 'References:', 'Date:', 'SUBJECT:', 'MIME-Version:', 'Content-Type:'],
    ],
    ['', '#1', '#12)', '/', 'x#', 'x//', 'to:', 'subject', 'xsubject:', 'update:', 'content:'],
  );
});

describe('the end of an address that was torn off', () => {
  tells(
    isTornOff,
    [
      ...['com', '.com', 'COM', 'net', 'org', 'edu', 'gov', 'info', 'biz', 'io', 'uk', 'eu', 'ch'],
      'nl',
    ],
    ['', '.', '..com', 'com.', 'coms', 'xcom', 'company', 'de', 'and', 'example.com'],
  );
});

describe('what says that a name stands before it', () => {
  tells(
    isBinder,
    ['-', '–', '—', '=', '→', '->', '=>', ':', 'Ada:', 'Ada：'],
    ['', '--', 'x-', '-x', 'Ada-', '>', ':Ada', 'x->', '->x', '，'],
  );
});

describe('what joins two people', () => {
  tells(
    isConjunction,
    [
      ...['and', 'AND', 'or', 'und', 'et', 'y', 'e', 'en', 'og', 'och', 'i', 'и', 'И', 'и', '和'],
      ...['と', '&', '+'],
    ],
    ['', 'andy', 'sand', 'ör', 'und,', '&&', 'x+', 'with'],
  );
});

describe('a heading over addresses', () => {
  tells(
    isHeading,
    [
      ...['Email', 'E-mail', 'E-Mails', 'mail', 'emails', 'E-mail address', 'Email addresses'],
      ...['email-address', 'Mail addresses', 'Address', 'Addresses', 'Adresse', 'Adressen'],
      ...[
        'Courriel',
        'courriels',
        'Correo',
        'correos',
        'To:',
        'cc:',
        'Bcc：',
        'From:',
        'Reply-To:',
      ],
      ...[
        'Email:',
        'Email :',
        'Email：',
        '"Email"',
        '“Email”',
        '„Email“',
        '  Email\t',
        '\ufeffEmail',
      ],
    ],
    [
      ...['', '"', 'To', 'From', 'Ada', 'Email Ada', 'My email', 'emailx', 'xemail', 'Email::'],
      ...[
        'E mail',
        'Email address es',
        'Em"ail',
        'cc:Ada',
        'Emai',
        'Adress',
        'Email  address',
        '(Email)',
      ],
    ],
  );

  it('is not one with forty characters around it', () => {
    expect(isHeading(`${' '.repeat(35)}Email`)).toBe(true);
    expect(isHeading(`${' '.repeat(36)}Email`)).toBe(false);
  });
});
