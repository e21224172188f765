import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peopleInTable } from '../../src/domain/people-file.ts';

/** The people in a table of which the cells are separated by bars; every line is a row. */
function find(...rows: string[]) {
  const table = rows.map((row, at) => ({
    line: at + 1,
    cells: row.split('|').map((cell) => cell.trim().replaceAll('\\n', '\n')),
  }));
  const steps = peopleInTable(table);
  let step = steps.next();
  while (!step.done) step = steps.next();
  if (!step.value.ok) return step.value.error;
  const { people, lines, leftOut } = step.value.value;
  return {
    people: people.map(({ address, line }) => `${line}: ${address}`),
    ...(lines.length > 0 && {
      lines: lines.map(({ number, text, why }) => `${number}: ${text} (${why})`),
    }),
    ...(leftOut.length > 0 && {
      leftOut: leftOut.map(({ line, who, why, says }) => `${line}: ${who} (${why}: ${says})`),
    }),
  };
}

/** The same with the people in full. */
function findFully(...rows: string[]) {
  const steps = peopleInTable(rows.map((row, at) => ({ line: at + 1, cells: row.split('|') })));
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value.ok ? step.value.value.people : step.value.error;
}

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
    expect(find('ada@x.io | grace@ | https://x.io/@ada')).toEqual({
      people: ['1: ada@x.io'],
      lines: ['1: grace@ (no_address)'],
    });
  });

  it('names nobody by its title, which is quoted', () => {
    expect(find('Exported by admin@x.io', 'ada@x.io', 'grace@x.io (on leave)')).toMatchObject({
      people: ['2: ada@x.io', '3: grace@x.io'],
      lines: ['1: Exported by admin@x.io (no_address)', expect.stringContaining('3: ')],
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
    expect(find('ada@x.io', 'email', 'bob@x.io')).toMatchObject({
      people: ['1: ada@x.io', '3: bob@x.io'],
    });
  });

  it('are no line that has something like an address', () => {
    expect(find('Email | ada@', 'Ada | ada@x.io')).toMatchObject({
      people: ['2: ada@x.io'],
      lines: ['1: ada@ (no_address)'],
    });
  });

  it('are passed over where they come again', () => {
    expect(find('Email | Name', 'ada@x.io | Ada', 'Email | Name', 'bob@x.io | Bob')).toEqual({
      people: ['2: ada@x.io', '4: bob@x.io'],
    });
  });

  it('alone are an empty table, or none of people', () => {
    expect(find('Email | Name')).toEqual({ why: 'empty' });
    expect(find('Name | Team', 'Ada | Engines')).toEqual({
      why: 'no_column',
      columns: ['Name', 'Team'],
    });
    expect(find()).toEqual({ why: 'empty' });
  });

  it('say where the addresses are that nobody can read', () => {
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
    expect(find('Email | Notes', 'ada@x.io | ask bob@x.io', 'eve@x.io (new) | x')).toMatchObject({
      people: ['2: ada@x.io', '3: eve@x.io'],
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

describe('a person in a table', () => {
  it('has the role and the name that the columns say', () => {
    expect(
      findFully('Rôle|First Name|Surname|Email', ' Campaign  Ops|Ada|Lovelace|ada@x.io'),
    ).toEqual([
      {
        ...{ kind: 'address', address: 'ada@x.io', from: 'file', line: 2 },
        ...{ role: 'Campaign Ops', name: 'Ada Lovelace' },
      },
    ]);
  });

  it.each([
    ['Role|Workspace role|Piper role', 'c'],
    ['Workspace role|x|User role', 'c'],
    ['Rolle|x|y', 'a'],
    ['x|Rol|y', 'b'],
    ['x|役割|Job title', 'b'],
    ['Роль|x|y', 'a'],
  ])('has the role of the surest of %s', (headings, role) => {
    expect(findFully(`${headings}|Email`, 'a|b|c|ada@x.io')).toMatchObject([{ role }]);
  });

  it.each([
    ['Display name|Given name', 'Ada L.|Ada', 'Ada L.'],
    ['Name|Given name', '|Ada', 'Ada'],
    ['Vorname|Nachname', 'Ada|Lovelace', 'Ada Lovelace'],
    ['Nom|Prénom', 'Lovelace|Ada', 'Ada Lovelace'],
    ['氏名|x', '山田太郎|x', '山田太郎'],
    ['Name|x', 'A\u0001da|', 'A\ufffdda'],
  ])('is called by %s', (headings, cells, name) => {
    expect(findFully(`${headings}|Email`, `${cells}|ada@x.io`)).toMatchObject([{ name }]);
  });

  it('has no name where the line names several, or has an address in its place', () => {
    for (const row of ['Ada|ada@x.io, bob@x.io', 'a@y.io|ada@x.io', '|ada@x.io']) {
      const [person] = Object.values(findFully('Name|Email', row));
      expect(person).not.toHaveProperty('name');
      expect(person).not.toHaveProperty('role');
    }
  });
});

describe('somebody whom a table calls', () => {
  it.each([
    ['Status', 'Deactivated'],
    ['status', 'Suspended'],
    ['Status [READ ONLY]', 'Suspended'],
    ['Account status', 'Inactive (90 days)'],
    ['State', 'DEPROVISIONED'],
    ['User status', 'Disabled by admin'],
    ['Statut', 'Désactivé'],
    ['Status', 'Gesperrt'],
    ['Status', 'Gelöscht'],
    ['Estado', 'Inactivo'],
    ['Status', 'Not active'],
    ['Status', 'nicht aktiv'],
  ])('%s %s is left out', (heading, word) => {
    expect(find(`Email | ${heading}`, `ada@x.io | ${word}`, 'bob@x.io | Active')).toEqual({
      people: ['3: bob@x.io'],
      leftOut: [`2: ada@x.io (deactivated: ${word})`],
    });
  });

  it.each([
    ['accountEnabled', 'False', 'True'],
    ['Active', 'no', 'yes'],
    ['Is active', '0', '1'],
    ['Block credential', 'True', 'False'],
    ['Suspended', 'TRUE', 'FALSE'],
    ['Archived', 'ja', 'nein'],
    ['Deleted', 'X', ''],
  ])('%s: %s is left out, and %s is not', (heading, left, stays) => {
    expect(find(`Email | ${heading}`, `ada@x.io | ${left}`, `bob@x.io | ${stays}`)).toEqual({
      people: ['3: bob@x.io'],
      leftOut: [`2: ada@x.io (deactivated: ${heading}: ${left})`],
    });
  });

  it.each([
    ['Status', 'Bot'],
    ['Status', 'Workflow bot'],
  ])('%s %s is left out as a bot', (heading, word) => {
    expect(find(`Email | ${heading}`, `ada@x.io | ${word}`, `zap | ${word}`)).toEqual({
      people: [],
      leftOut: [`2: ada@x.io (bot: ${word})`, `3: zap, ${word} (bot: ${word})`],
    });
    expect(find('Email | is_bot', 'ada@x.io | true')).toEqual({
      people: [],
      leftOut: ['2: ada@x.io (bot: is_bot: true)'],
    });
  });

  it.each([
    ['Status', 'Member'],
    ['Status', 'Never suspended'],
    ['Status', 'Not deleted'],
    ['Status', 'Pending'],
    ['Status', 'Invited'],
    ['Status', 'Robotics'],
    ['Status', ''],
    ['Invite status', 'suspended'],
    ['Role', 'Bot'],
    ['Notes', 'Deactivated'],
    ['billing-active', '0'],
    ['userType', 'Guest'],
  ])('%s %s stays', (heading, word) => {
    expect(find(`Email | ${heading}`, `ada@x.io | ${word}`)).toEqual({ people: ['2: ada@x.io'] });
  });

  it('deactivated in one line and active in another is invited, and not called left out', () => {
    expect(find('Email | Status', 'ada@x.io | Deactivated', 'ADA@x.io | Active')).toEqual({
      people: ['3: ADA@x.io'],
    });
  });
});

describe('a cell', () => {
  it.each([
    ['a word that is too long', `a@${'b.'.repeat(160)}io`],
    ['a list that is too long', 'ada@x.io '.repeat(3_700)],
    ['a control character', 'a\u0000da@x.io'],
    ['what stood for other bytes', 'a\ufffdda@x.io'],
    ['the mention of somebody in Slack', '<@U012AB3CD>'],
  ])('with %s is quoted', (_case, cell) => {
    expect(find('Email', cell)).toMatchObject({ people: [], lines: { length: 1 } });
  });

  it('is quoted without what nobody can read, and shortened', () => {
    const [line] = (find('Email', `a\u0001@ \t${'b'.repeat(900)}`) as { lines: string[] }).lines;
    expect(line).toMatch(/^2: a\ufffd@ b{300,320} \(no_address\)$/);
  });

  it('may have a list that is long, and a mention among addresses that is quoted', () => {
    const many = Array.from({ length: 900 }, (_, at) => `p${at}@x.io`);
    expect(find('Email', many.join(' '))).toMatchObject({ people: { length: 900 } });
    expect(find('Email', 'ada@x.io <@U012AB3CD>')).toEqual({
      people: ['2: ada@x.io'],
      lines: ['2: @U012AB3CD (no_address)'],
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
