import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/organization.ts';
import { likelyRoles, matchRole, searchRoles } from '../../src/domain/roles.ts';

const role = (name: string, description?: string): Role => ({
  id: `id-${name}`,
  name,
  ...(description ? { description } : {}),
});

describe('a typed role', () => {
  const roles = [role('Owner'), role('Editor'), role('Support Lisbon'), role('Editor at Large')];

  it.each([
    ['Editor', 'Editor'],
    ['editor', 'Editor'],
    ['EDITOR', 'Editor'],
    ['  Editor ', 'Editor'],
    ['support  lisbon', 'Support Lisbon'],
    ['support\tlisbon', 'Support Lisbon'],
    ['editor at large', 'Editor at Large'],
  ])('%j is the role %s', (typed, name) => {
    expect(matchRole(roles, typed)).toEqual({ kind: 'one', role: role(name) });
  });

  it.each(['Edit', 'Editors', 'Support', 'Lisbon', 'id-Editor', 'E', '', ' '])(
    '%j is no role: parts never match',
    (typed) => {
      expect(matchRole(roles, typed)).toEqual({ kind: 'none' });
    },
  );

  it.each([
    ['a space', 'Support Lisbon', 'SupportLisbon'],
    ['a letter that capitals spell otherwise', 'Maßstab', 'MASSSTAB'],
    ['an accent', 'Rédacteur', 'Redacteur'],
  ])('is another role where it differs in %s', (_, name, typed) => {
    expect(matchRole([role(name)], typed)).toEqual({ kind: 'none' });
  });

  it('is none in an organization without roles', () => {
    expect(matchRole([], 'Editor')).toEqual({ kind: 'none' });
  });

  describe('in an organization whose roles differ only in case', () => {
    const twins = [role('editor'), role('Viewer'), role('Editor')];

    it('is the one that is spelled exactly so', () => {
      expect(matchRole(twins, 'Editor')).toEqual({ kind: 'one', role: role('Editor') });
      expect(matchRole(twins, ' editor ')).toEqual({ kind: 'one', role: role('editor') });
    });

    it('is ambiguous in any other spelling', () => {
      expect(matchRole(twins, 'EDITOR')).toEqual({
        kind: 'several',
        roles: [role('editor'), role('Editor')],
      });
    });
  });

  it('is only ever a role of that name, without case', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 4 });
    fc.assert(
      fc.property(fc.array(name), name, (names, typed) => {
        const match = matchRole(
          names.map((each) => role(each)),
          typed,
        );
        const matched =
          match.kind === 'one' ? [match.role] : match.kind === 'several' ? match.roles : [];
        const fold = (text: string) => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
        for (const each of matched) expect(fold(each.name)).toBe(fold(typed));
        expect(match.kind === 'none').toBe(names.every((each) => fold(each) !== fold(typed)));
      }),
    );
  });
});

describe('a role that was mistyped', () => {
  const roles = [
    role('Owner'),
    role('Editor'),
    role('Editor at Large'),
    role('Viewer'),
    role('QA'),
  ];
  const likely = (typed: string) => likelyRoles(roles, typed).map(({ name }) => name);

  it.each([
    ['its beginning', 'ed', ['Editor', 'Editor at Large']],
    ['its beginning in capitals, with spaces around', ' OWN ', ['Owner']],
    ['one word more', 'viewer please', ['Viewer']],
    ['a letter too many', 'edittor', ['Editor']],
    ['a letter too few', 'viwer', ['Viewer']],
    ['two letters changed', 'edjtpr', ['Editor']],
    ['two letters swapped', 'ownre', []],
    ['one wrong letter in a name of five', 'owmer', ['Owner']],
    ['two wrong letters in a name of five', 'owmrr', []],
    ['one wrong letter in a name of two', 'QB', []],
    ['three wrong letters', 'adjtpr', []],
    ['its end', 'ditor', ['Editor']],
    ['only its end', 'large', []],
    ['another word that it begins', 'viewers only', []],
    ['nothing', '', []],
    ['blanks', '  ', []],
  ])('is found by %s', (_, typed, names) => {
    expect(likely(typed)).toEqual(names);
  });

  it('comes the likelier the fewer letters are wrong', () => {
    const alike = [role('Planters'), role('Painters'), role('Printers')];
    const found = likelyRoles(alike, 'printers').map(({ name }) => name);
    expect(found).toEqual(['Printers', 'Painters', 'Planters']);
  });

  it('is looked for by the first hundred characters, however many were typed', () => {
    const long = role('x'.repeat(100));
    expect(likelyRoles([long], 'x'.repeat(5000))).toEqual([long]);
  });

  it('is one of the given roles, whatever was typed, and each only once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        const found = likelyRoles(roles, typed);
        expect(roles).toEqual(expect.arrayContaining(found));
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });
});

describe('a search for roles', () => {
  const roles = [
    role('Viewer', 'Reads everything an editor writes'),
    role('Chief Editor'),
    role('Editor'),
    role('Owner'),
    role('editorial board'),
  ];
  const names = (query: string) => searchRoles(roles, query).map(({ name }) => name);

  it('puts names that begin so first, then names that contain it, then descriptions', () => {
    expect(names('editor')).toEqual(['Editor', 'editorial board', 'Chief Editor', 'Viewer']);
  });

  it.each(['EDITOR', ' editor ', 'Editor'])('does not mind case and spaces: %j', (query) => {
    expect(names(query)).toEqual(names('editor'));
  });

  it.each(['', '  '])("finds every role in Piper's order with %j", (query) => {
    expect(searchRoles(roles, query)).toEqual(roles);
  });

  it('finds none where nothing fits', () => {
    expect(names('zzz')).toEqual([]);
  });

  it('finds no role by a description that it does not have', () => {
    for (const letter of 'abcdfghijklmpqstuvxyz') {
      expect(searchRoles([role('Owner')], letter)).toEqual([]);
    }
  });

  it('takes no character for a pattern', () => {
    expect(names('.*')).toEqual([]);
    expect(searchRoles([role('C++ (lead)')], '++ (')).toEqual([role('C++ (lead)')]);
  });

  it('leaves the given list as it was', () => {
    const before = [...roles];
    searchRoles(roles, 'editor');
    expect(roles).toEqual(before);
  });
});
