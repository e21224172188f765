import { describe, expect, it } from 'vitest';
import { preview } from '../../src/text/index.ts';
import { describeSentences } from '../helpers/sentences.ts';

const roles = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `Role ${at + 1}`, count: at + 1 }));

describeSentences([
  ['one role', preview.fresh('Acme', [{ name: 'Editor', count: 1 }])],
  ['two roles', preview.fresh('Acme', roles(2))],
  ['many roles', preview.fresh('Acme', roles(40))],
  ['one domain', preview.domains([{ domain: 'a.example', count: 12 }])],
  ['further roles', preview.moreRoles(2, 5)],
  ['one further role', preview.moreRoles(1, 1)],
  ['nobody', preview.nobody('Acme')],
  ['unread', preview.unread],
  ['one named twice', preview.repeated(1)],
  ['nothing yet', preview.nothingYet],
  ['back', preview.backLeads],
  ['too old', preview.tooOld],
  ['changed', preview.changed],
  ['no list', preview.allGone],
]);

describe('how many will be invited', () => {
  it('is said with their role where all get the same', () => {
    expect(preview.fresh('Acme', [{ name: 'Editor', count: 1 }])).toBe(
      '*1 person* will be invited to *Acme* as *Editor*.',
    );
  });

  it('is said role by role, up to twenty of them', () => {
    const words = preview.fresh('Acme', roles(22));
    expect(words).toMatch(/^\*253 people\* will be invited to \*Acme\*: \*Role 1\* \(1\), /);
    expect(words).toMatch(/, \*Role 20\* \(20\) and 2 more\.$/);
  });

  it('has no more of a name than Piper takes', () => {
    const name = 'x'.repeat(500);
    const short = `*${'x'.repeat(99)}…*`;
    expect(preview.fresh('Acme', [{ name, count: 1 }])).toContain(`as ${short}.`);
    expect(preview.role({ name, count: 3 }, false)).toBe(`${short} (3)`);
  });
});

describe('who gets a further role', () => {
  it('is counted', () => {
    expect(preview.moreRoles(1, 1)).toBe('And 1 person with another role.');
    expect(preview.moreRoles(3, 7)).toBe('And 7 people with 3 other roles.');
  });
});
