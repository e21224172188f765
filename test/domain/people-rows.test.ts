import { describe, expect, it } from 'vitest';
import { find, findFully } from '../helpers/people-table.ts';

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
    ['Status', 'Notice: suspended'],
    ['Status', 'Pinot, suspended'],
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
    ['Status', 'Not inactive'],
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
    const found = find('Email | Name', `${cell} | Ada`);
    expect(found).toMatchObject({ people: [], lines: { length: 1 } });
    expect(JSON.stringify(found)).not.toContain('Ada');
  });

  it('is quoted without what nobody can read, and shortened', () => {
    const [line] = (find('Email', `a\u0001\u0002@ \t${'b'.repeat(900)}`) as { lines: string[] })
      .lines;
    expect(line).toMatch(/^2: a\ufffd@ b{300,320} \(no_address\)$/);
  });

  it('may have a word of 320 characters beside addresses, and no longer one', () => {
    expect(find('Email', `ada@x.io ${'b'.repeat(320)}`)).toMatchObject({ people: ['2: ada@x.io'] });
    expect(find('Email', `ada@x.io ${'b'.repeat(321)}`)).toMatchObject({ people: [] });
    expect(find('Email', `ada@x.io;${'b'.repeat(321)}`)).toMatchObject({ people: [] });
  });

  it('may have 32,767 characters, as in Excel, and no more', () => {
    const filled = 'ada@x.io '.repeat(3_640);
    expect(find('Email', filled + 'b'.repeat(7))).toMatchObject({ people: ['2: ada@x.io'] });
    expect(find('Email', filled + 'b'.repeat(8))).toMatchObject({ people: [] });
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
