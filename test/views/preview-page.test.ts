import type { ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Invite } from '../../src/domain/invitation.ts';
import { groupByRole, pageOfGroups } from '../../src/domain/role-groups.ts';
import { preview as limits } from '../../src/limits.ts';
import { textMessage } from '../../src/views/message.ts';
import {
  noPreviewPageModal,
  previewPageLoadingModal,
  previewPageModal,
} from '../../src/views/preview-page.ts';
import { buttonsOf, expectModalWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import { invite, systemRole } from '../helpers/builders.ts';
import { elementsOf } from '../helpers/views.ts';

const page = (invites: readonly Invite[], offset = 0): ModalView =>
  previewPageModal('draft-1', pageOfGroups(groupByRole(invites), offset, limits.pageSize));

const crowd = (count: number, roleOf: (number: number) => Invite['role']) =>
  Array.from({ length: count }, (_, number) => invite(`p${number}@x.example`, roleOf(number)));
const admin = systemRole('Admin');
const viewer = systemRole('Viewer');

describe('a page of everybody in a preview', () => {
  const people = crowd(120, (number) => (number < 60 ? viewer : admin));

  it('names its people by role and says which they are, with a button to the next', () => {
    const view = page(people);
    expect(view).toMatchObject({ title: { text: 'Who will be invited' }, close: { text: 'Back' } });
    const lines = wordsOf(view).split('\n');
    expect(lines[0]).toBe('*Admin* (60)');
    expect(lines[1]).toMatch(/^p60@x\.example, p61@x\.example, .*, p109@x\.example$/);
    expect(lines.slice(2)).toEqual(['1–50 of 120', 'Next']);
    expect(elementsOf({ ...view })).toMatchObject([
      { action_id: 'preview_later', value: 'draft-1 50' },
    ]);
  });

  it('says which role goes on from the page before, with buttons both ways', () => {
    const view = page(people, 50);
    const lines = wordsOf(view).split('\n');
    expect(lines[0]).toBe('*Admin* (60, continued)');
    expect(lines[2]).toBe('*Viewer* (60)');
    expect(lines.slice(4)).toEqual(['51–100 of 120', 'Previous Next']);
    expect(elementsOf({ ...view })).toMatchObject([
      { action_id: 'preview_earlier', value: 'draft-1 0' },
      { action_id: 'preview_later', value: 'draft-1 100' },
    ]);
  });

  it('has no button onwards where it is the last', () => {
    expect(buttonsOf(page(people, 100))).toEqual(['preview_earlier']);
    expect(wordsOf(page(people, 100))).toContain('101–120 of 120');
  });

  it('begins anew where somebody goes back from a page that does not begin like the others', () => {
    expect(elementsOf({ ...page(people, 7) })).toMatchObject([
      { action_id: 'preview_earlier', value: 'draft-1 0' },
      { action_id: 'preview_later', value: 'draft-1 57' },
    ]);
  });

  it('has no buttons where it is the only one', () => {
    expect(buttonsOf(page(people.slice(0, 50)))).toEqual([]);
  });

  it("keeps within Slack's limits with the longest addresses and names", () => {
    const widest = Array.from({ length: 500 }, (_, number) =>
      invite(`${'&'.repeat(240)}${number}@x.example`, {
        id: `r${number}`,
        name: `${'&'.repeat(300)}${number}`,
      }),
    );
    for (const offset of [0, 50, 450]) expectModalWithinLimits(page(widest, offset));
  });

  it('is one of those that name everybody exactly once, however people follow the buttons', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 300 }), (roles) => {
        const invites = crowd(roles.length, (number) => ({
          id: `r${roles[number]}`,
          name: `Role ${roles[number]}`,
        }));
        const named: string[] = [];
        const counts = new Map<string, number>();
        for (let offset: number | undefined = 0; offset !== undefined; ) {
          const view = page(invites, offset);
          const words = wordsOf(view);
          named.push(...(words.match(/[\w.]+@[\w.]+/g) ?? []));
          for (const [, name = '', count] of words.matchAll(/\*(.*)\* \((\d+)\)/g)) {
            expect(counts.has(name)).toBe(false);
            counts.set(name, Number(count));
          }
          const later = elementsOf({ ...view }).find((each) => each.action_id === 'preview_later');
          offset = later && Number(String(later.value).split(' ')[1]);
        }
        expect(named.sort()).toEqual(invites.map(({ invitee }) => invitee.address).sort());
        expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(roles.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('on top of a preview', () => {
  it('is said that the list is coming, or why there is none', () => {
    expect(wordsOf(previewPageLoadingModal())).toBe('Looking up the list…');
    const view = noPreviewPageModal(textMessage(['No.']));
    expect(wordsOf(view)).toBe('No.');
    expect(view).toMatchObject({ title: { text: 'Who will be invited' }, close: { text: 'Back' } });
    expectModalWithinLimits(view);
  });
});
