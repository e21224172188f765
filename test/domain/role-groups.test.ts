import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Invite } from '../../src/domain/invitation.ts';
import { groupByRole, pageOfGroups } from '../../src/domain/role-groups.ts';
import { invite, systemRole } from '../helpers/builders.ts';

const [admin, editor, viewer] = [systemRole('Admin'), systemRole('Editor'), systemRole('Viewer')];

const addressesOf = (invitees: readonly { address: string }[]) =>
  invitees.map(({ address }) => address);

/** Up to a hundred people with up to six roles. */
const crowds = fc
  .array(fc.nat({ max: 5 }), { maxLength: 100 })
  .map((roles): Invite[] =>
    roles.map((role, number) =>
      invite(`p${number}@x.example`, { id: `r${role}`, name: `Role ${role}`, permissions: ['a'] }),
    ),
  );

describe('people by role', () => {
  it('are in one group for each role, the highest first, and in it in the order in which they came', () => {
    const groups = groupByRole([
      invite('ada@x.example', viewer),
      invite('grace@x.example', editor),
      invite('joan@x.example', admin),
      invite('lin@x.example', editor),
    ]);
    expect(groups.map(({ role, invitees }) => [role.name, ...addressesOf(invitees)])).toEqual([
      ['Admin', 'joan@x.example'],
      ['Editor', 'grace@x.example', 'lin@x.example'],
      ['Viewer', 'ada@x.example'],
    ]);
  });

  it('are apart where two roles share a name', () => {
    const namesake = { ...editor, id: 'other' };
    expect(
      groupByRole([invite('a@x.example', editor), invite('b@x.example', namesake)]),
    ).toHaveLength(2);
  });

  it('are all there, once each', () => {
    fc.assert(
      fc.property(crowds, (crowd) => {
        const grouped = groupByRole(crowd).flatMap(({ role, invitees }) =>
          invitees.map((invitee) => ({ invitee, role })),
        );
        expect(grouped).toHaveLength(crowd.length);
        expect(grouped).toEqual(expect.arrayContaining(crowd));
      }),
    );
  });
});

describe('a page of people by role', () => {
  const groups = groupByRole(
    ['a', 'b', 'c']
      .map((name) => invite(name, editor))
      .concat(['d', 'e'].map((name) => invite(name, viewer))),
  );
  const page = (offset: number, size = 2) => {
    const { parts, ...rest } = pageOfGroups(groups, offset, size);
    return {
      ...rest,
      parts: parts.map(({ role, invitees, count, isContinued }) =>
        [role.name, addressesOf(invitees).join(''), count, isContinued].join(' '),
      ),
    };
  };

  it('has the people from its offset on, with the size of their whole group', () => {
    expect(page(0)).toEqual({ parts: ['Editor ab 3 false'], offset: 0, total: 5 });
    expect(page(2)).toEqual({
      parts: ['Editor c 3 true', 'Viewer d 2 false'],
      offset: 2,
      total: 5,
    });
    expect(page(3).parts).toEqual(['Viewer de 2 false']);
    expect(page(0, 5).parts).toEqual(['Editor abc 3 false', 'Viewer de 2 false']);
  });

  it('is the last one where the offset is beyond it', () => {
    expect(page(4)).toEqual({ parts: ['Viewer e 2 true'], offset: 4, total: 5 });
    expect(page(5)).toEqual(page(4));
    expect(page(500)).toEqual(page(4));
    expect(page(500, 5)).toMatchObject({ offset: 0 });
  });

  it('is empty where there is nobody', () => {
    expect(pageOfGroups([], 0, 2)).toEqual({ parts: [], offset: 0, total: 0 });
    expect(pageOfGroups([], 7, 2)).toEqual({ parts: [], offset: 0, total: 0 });
  });

  it('shows everybody exactly once, one page after the other, in groups whose counts add up', () => {
    fc.assert(
      fc.property(crowds, fc.integer({ min: 1, max: 40 }), (crowd, size) => {
        const all = groupByRole(crowd);
        const pages = Array.from({ length: Math.ceil(crowd.length / size) }, (_, number) =>
          pageOfGroups(all, number * size, size),
        );
        const parts = pages.flatMap((each) => each.parts);
        expect(parts.flatMap(({ invitees }) => invitees)).toEqual(
          all.flatMap(({ invitees }) => invitees),
        );
        const begun = parts.filter(({ isContinued }) => !isContinued);
        expect(begun.map(({ role }) => role.id)).toEqual(all.map(({ role }) => role.id));
        expect(begun.reduce((sum, { count }) => sum + count, 0)).toBe(crowd.length);
        for (const { parts: shown } of pages.slice(0, -1)) {
          expect(shown.flatMap(({ invitees }) => invitees)).toHaveLength(size);
        }
      }),
    );
  });
});
