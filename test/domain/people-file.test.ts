import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { find, findFully } from '../helpers/people-table.ts';

describe('a table without headings', () => {
  it('names everybody in its cells, once a line', () => {
    expect(find('Ada | ada@x.io | ADA@x.io', 'bob@x.io | Bob | eve@x.io; joe@x.io')).toEqual({
      people: ['1: ada@x.io', '2: bob@x.io', '2: eve@x.io', '2: joe@x.io'],
    });
  });

  it('is quoted where a line names nobody', () => {
    expect(find('Ada | ada@x.io', 'Bob |  | Sales', 'Eve | eve@', 'joe@x.io | @joe')).toEqual({
      people: ['1: ada@x.io', '4: joe@x.io'],
      lines: ['2: Bob, Sales (no_address)', '3: eve@ (no_address)'],
    });
  });

  it('is quoted where a cell beside an address has one that is mistyped', () => {
    expect(find('ada@x.io | ask grace@ | https://x.io/@ada')).toEqual({
      people: ['1: ada@x.io'],
      lines: ['1: ask grace@ (no_address)'],
    });
  });

  it('names nobody by its title, which is quoted', () => {
    expect(find('Exported by admin@x.io', 'ada@x.io', 'grace@x.io or so')).toEqual({
      people: ['2: ada@x.io', '3: grace@x.io'],
      lines: ['1: Exported by admin@x.io (no_address)', '3: or so (no_address)'],
    });
  });

  it('names nobody by a remark beside addresses, which is quoted', () => {
    expect(find('ada@x.io | ask bob@x.io first')).toEqual({
      people: ['1: ada@x.io'],
      lines: ['1: ask bob@x.io first (no_address)'],
    });
  });

  it('names those whom its sentences name where it has nothing else, and quotes the rest', () => {
    expect(find('Write to ada@x.io')).toEqual({
      people: ['1: ada@x.io'],
      lines: ['1: Write to (no_address)'],
    });
  });

  it('has no column for people where nothing in it is meant as an address', () => {
    expect(find('Bob | Engines', 'Eve | @eve')).toEqual({
      why: 'no_column',
      columns: ['Bob', 'Engines'],
    });
    expect(find('bob@', 'eve')).toEqual({
      people: [],
      lines: ['1: bob@ (no_address)', '2: eve (no_address)'],
    });
  });
});

describe('the headings of a table', () => {
  it.each([
    'Email',
    'E-Mail-Adresse',
    'Adresse e-mail',
    'Courriel',
    'Correo electrónico',
    'Endereço de e-mail',
    'Indirizzo e-mail',
    'E-posta',
    'Sähköposti',
    'Адрес электронной почты',
    'メールアドレス',
    '电子邮件地址',
    '이메일 주소',
    'E-mail 1 - Value',
    'userPrincipalName',
    'User Name',
    'Benutzername',
  ])('are a line with %s, which names nobody', (heading) => {
    expect(find(`No. | ${heading} | x`, '1 | ada@x.io |')).toEqual({ people: ['2: ada@x.io'] });
  });

  it.each(['Name | x', 'Vorname | x', 'x | Role', 'Members', 'Teilnehmer'])(
    'are %j, too, where the addresses have no heading that is known',
    (headings) => {
      expect(find(headings, 'ada@x.io | x')).toEqual({ people: ['2: ada@x.io'] });
    },
  );

  it('are quoted where they are in a language that is not known', () => {
    expect(find('xyzzy | plugh', 'Ada | ada@x.io')).toEqual({
      people: ['2: ada@x.io'],
      lines: ['1: xyzzy, plugh (no_address)'],
    });
  });

  it('are below a title, whatever that says', () => {
    const title = 'The list of all email addresses that we have, as exported on the first of May';
    const rows = ['Notes:', title, 'Email', 'From admin@x.io', 'Name | Email', 'Ada | ada@x.io'];
    expect(find(...rows)).toEqual({ people: ['6: ada@x.io'] });
  });

  it('are below an address that stands alone, which is quoted', () => {
    expect(find('By | admin@x.io', 'Name | Email', 'Ada | ada@x.io')).toEqual({
      people: ['3: ada@x.io'],
      lines: ['1: By, admin@x.io (misplaced)'],
    });
  });

  it('are none far below, or where they are one word', () => {
    const people = Array.from({ length: 4 }, (_, at) => `p${at} | p${at}@x.io`);
    expect(find(...people, 'Name | Email')).toMatchObject({
      people: { length: 4 },
      lines: ['5: Name, Email (no_address)'],
    });
    expect(find('ada@x.io |', 'email |', 'bob@x.io |')).toMatchObject({
      people: ['1: ada@x.io', '3: bob@x.io'],
    });
  });

  it('are no line that has something like an address', () => {
    expect(find('Email | ada@', 'Ada | ada@x.io')).toMatchObject({
      people: ['2: ada@x.io'],
      lines: ['1: ada@ (no_address)'],
    });
  });

  it('are the surest of two lines', () => {
    expect(find('Email | Notes', '| Members', 'ada@x.io | x')).toEqual({
      people: ['3: ada@x.io'],
      lines: ['2: Members (no_address)'],
    });
  });

  it('are the lower of two lines that say no more than that', () => {
    expect(find('All e-mail | x', 'Members', 'ada@x.io')).toEqual({ people: ['3: ada@x.io'] });
  });

  it('may be long beside one that is known, but say nothing of addresses where they are long', () => {
    expect(find(`Email Address | ${'Why do you come? '.repeat(9)}`, 'ada@x.io | x')).toEqual({
      people: ['2: ada@x.io'],
    });
    const heading = `${'x'.repeat(55)} mail`;
    expect(find(heading, 'ada@x.io')).toEqual({ people: ['2: ada@x.io'] });
    expect(find(`x${heading}`, 'ada@x.io')).toMatchObject({ lines: { length: 1 } });
  });

  it('are passed over where they come again', () => {
    expect(find('Email | Name', 'ada@x.io | Ada', 'Email | Name', 'bob@x.io | Bob')).toEqual({
      people: ['2: ada@x.io', '4: bob@x.io'],
    });
  });

  it('alone are an empty table, or none of people', () => {
    expect(find('Email | Name')).toEqual({ why: 'empty' });
    expect(find('Email')).toEqual({ why: 'empty' });
    expect(find('Name | Team', 'Ada | Engines')).toEqual({
      why: 'no_column',
      columns: ['Name', 'Team'],
    });
    expect(find()).toEqual({ why: 'empty' });
  });

  it('say where the addresses are that nobody can read', () => {
    expect(find('Adresse e-mail', 'eve')).toMatchObject({ people: [], lines: { length: 1 } });
    expect(find('Email | Name', 'ada at x.io | Ada', '| Bob', 'eve@ |')).toEqual({
      people: [],
      lines: ['2: ada at x.io (no_address)', '3: Bob (no_address)', '4: eve@ (no_address)'],
    });
  });
});

describe('a column of addresses', () => {
  it.each([
    'Recovery Email',
    'Backup e-mail',
    'alternateEmailAddress',
    'otherMails',
    'Secondary Email',
    'Personal Email',
    'Private E-Mail',
    'Home Email',
    'E-mail 2 - Value',
    'E-mail 3 Address',
    'proxyAddresses',
    'E-Mail zur Wiederherstellung',
    'Courriel de récupération',
    'Личная почта',
    'Manager Email',
    'Invited by',
    'Created By',
    'User Name',
    'Partner',
  ])('named %s has nobody where there is a better one, which is said', (heading) => {
    expect(find(`${heading} | Email`, 'b@x.io | ada@x.io', '| bob@x.io')).toEqual({
      people: ['2: ada@x.io', '3: bob@x.io'],
      leftOut: [`2: b@x.io (other_column: ${heading})`],
    });
  });

  it.each(['Recovery Email', 'Manager', 'User Name', 'Guest'])(
    'named %s has the people where there is no better one',
    (heading) => {
      expect(find(`Name | ${heading} | Email`, 'Ada | ada@x.io |')).toEqual({
        people: ['2: ada@x.io'],
      });
    },
  );

  it.each([
    ['Guest', 'User Name'],
    ['Guest', 'otherMails'],
    ['Guest', 'managerEmail'],
    ['Guest', 'E-Mail zur Wiederherstellung'],
    ['Guest', 'E-mail 2 - Value'],
    ['Email 22', 'Guest'],
    ['User Name', 'Backup'],
    ['User Name', 'Recovery Email'],
    ['Recovery Email', 'Manager Email'],
    ['My e-mail here', 'Guest'],
    ['Work email', 'My e-mail here'],
    ['Email', 'Work email'],
  ])('named %s is better than one named %s', (better, other) => {
    expect(find(`${other} | Name | ${better}`, 'b@x.io | Ada | ada@x.io')).toMatchObject({
      people: ['2: ada@x.io'],
    });
  });

  it('has people along with others whose headings are as good, or that have none', () => {
    expect(
      find(
        'Member 1 Email | Member 2 Email | | Name',
        'ada@x.io | bob@x.io | eve@x.io | x | joe@x.io',
      ),
    ).toEqual({ people: ['2: ada@x.io', '2: bob@x.io', '2: eve@x.io', '2: joe@x.io'] });
  });

  it('is not said to be left out where it has the same address', () => {
    expect(find('Login | Email', 'ADA@x.io | ada@x.io')).toEqual({ people: ['2: ada@x.io'] });
  });

  it('is quoted with its line where the better one is empty there', () => {
    expect(
      find(
        'Name | Email | Recovery Email',
        'Ada | ada@x.io |',
        'Bob | | bob@home.io',
        'Eve | eve@ | eve@home.io',
      ),
    ).toEqual({
      people: ['2: ada@x.io'],
      lines: ['3: Bob, bob@home.io (misplaced)', '4: Eve, eve@, eve@home.io (misplaced)'],
    });
  });

  it('may have remarks beside it, which name nobody', () => {
    expect(find('Email | Notes', 'ada@x.io | ask bob@x.io')).toEqual({ people: ['2: ada@x.io'] });
    expect(find('Name | Notes', 'Ada | ask bob@x.io')).toEqual({
      why: 'no_column',
      columns: ['Name', 'Notes'],
    });
  });

  it('may have words beside the addresses where it is named, and is still the better one', () => {
    for (const heading of ['Email', 'My e-mail here']) {
      expect(find(`${heading} | Guest`, 'ada@x.io or so | bob@x.io', 'eve@ | joe@x.io')).toEqual({
        people: ['2: ada@x.io'],
        lines: ['2: or so (no_address)', '3: eve@, joe@x.io (misplaced)'],
        leftOut: ['2: bob@x.io (other_column: Guest)'],
      });
    }
  });

  it('is quoted alone where the line names nobody, and not at all where it names somebody', () => {
    expect(
      find(
        'Name | Member 1 | Member 2',
        'A | ada@x.io | bob@x.io',
        'B | none | eve@x.io',
        'C | none | nor here',
      ),
    ).toEqual({
      people: ['2: ada@x.io', '2: bob@x.io', '3: eve@x.io'],
      lines: ['4: none nor here (no_address)'],
    });
  });

  it('comes in its order, whatever line fills it first', () => {
    expect(find('Name | A | B', 'x | | bob@x.io', 'x | eve@x.io | joe@x.io')).toEqual({
      people: ['2: bob@x.io', '3: eve@x.io', '3: joe@x.io'],
    });
  });

  it('may have names that are addresses in front of its own', () => {
    expect(find('Email', 'Ada <ada@x.io>')).toEqual({ people: ['2: ada@x.io'] });
  });

  it('that a quote has swallowed into another cell is said', () => {
    expect(find('Name | Email', 'Ada,ada@x.io\\nEve | bob@x.io')).toEqual({
      people: ['2: bob@x.io'],
      leftOut: ['2: ada@x.io (other_column: Name)'],
    });
  });
});

describe('any table', () => {
  const word = fc.stringMatching(/^[A-Za-zé]{1,8}( [A-Za-z]{1,8})?$/);
  const address = fc
    .tuple(fc.stringMatching(/^[a-z][a-z0-9.+_-]{0,8}[a-z0-9]$/), fc.stringMatching(/^[a-z]{2,8}$/))
    .map(([local, domain]) => `${local.replace(/\.{2,}/g, '.')}@${domain}.example`);
  const person = fc.record({ address, name: word, role: fc.constantFrom('', 'Viewer', '+Ops') });
  const languages = [
    { address: 'Email', name: 'Name', role: 'Role' },
    { address: 'E-Mail-Adresse', name: 'Anzeigename', role: 'Rolle' },
    { address: 'Adresse e-mail', name: 'Nom', role: 'Rôle' },
    { address: 'Correo electrónico', name: 'Nombre completo', role: 'Rol' },
    { address: 'メールアドレス', name: '氏名', role: '役割' },
    { address: 'Электронная почта', name: 'Имя', role: 'Роль' },
  ];

  it('has exactly its people, whatever the order of its columns, its language and its title', () => {
    const table = fc.record({
      people: fc.array(person, { minLength: 1, maxLength: 12 }),
      headings: fc.constantFrom(...languages),
      order: fc.shuffledSubarray(['address', 'name', 'role', 'other'] as const, { minLength: 4 }),
      title: fc.subarray([
        'Notes:',
        'Exported by admin@x.io',
        'All the email addresses of our list',
      ]),
      other: fc.constantFrom('Job title', 'City', 'Phone', ''),
    });
    fc.assert(
      fc.property(table, ({ people, headings, order, title, other }) => {
        const line = (cells: Record<string, string>) => order.map((key) => cells[key]).join('|');
        const rows = people.map((each) => line({ ...each, other: 'x' }));
        expect(findFully(...title, line({ ...headings, other }), ...rows)).toEqual(
          people.map(({ address, name, role }, at) => ({
            ...{ kind: 'address', address, from: 'file', line: title.length + 2 + at, name },
            ...(role && { role }),
          })),
        );
      }),
    );
  });

  it('has a word for the other address of somebody who is left out', () => {
    expect(
      find('Status|Contact|Email', 'Deactivated|ada@home.example|ada@example.com'),
    ).toMatchObject({
      people: [],
      leftOut: [
        '2: ada@example.com (deactivated: Deactivated)',
        '2: ada@home.example (deactivated: Deactivated)',
      ],
    });
  });

  it('has a word for each address in it, and for each line', () => {
    const cell = fc.oneof(
      address,
      word,
      fc.constantFrom('', '', 'ada@', '@ada', 'Email', 'Recovery Email', 'Status', 'Deactivated'),
    );
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(rows, (cells) => {
        const filled = cells.filter((row) => row.some(Boolean));
        const found = find(...filled.map((row) => row.join('|')));
        if ('why' in found) {
          expect(JSON.stringify(found)).not.toMatch(/[a-z]@[a-z]/);
          return;
        }
        const said = JSON.stringify(found).toLowerCase();
        for (const each of filled.flat())
          if (/[a-z]@[a-z]/.test(each)) expect(said).toContain(each);
        const all = new Set(filled.flat());
        for (const each of found.people) expect(all).toContain(each.replace(/^\d+: /, ''));
      }),
      { numRuns: 300 },
    );
  });
});
