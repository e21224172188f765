import { describe, expect, it } from 'vitest';
import type { TokenOrganization } from '../../src/domain/token-permissions.ts';
import {
  checkingModal,
  connectModal,
  organizationModal,
  tokenProblemModal,
  waitingModal,
} from '../../src/views/connect-modal.ts';
import { expectModalWithinLimits, wordsOf } from '../helpers/block-limits.ts';

const seen = (id: string, about: Partial<TokenOrganization> = {}): TokenOrganization => ({
  id,
  name: `Organization ${id}`,
  missing: [],
  ...about,
});
const many = (count: number, about: Partial<TokenOrganization> = {}) =>
  Array.from({ length: count }, (_, at) => seen(`org-${at + 1}`, about));

describe('the form that takes a token', () => {
  it('says where to make one, what it must be allowed, and what becomes of it', () => {
    const words = wordsOf(connectModal({ isRenewal: false }));
    expect(words).toContain('Platform tokens');
    expect(words).toContain('read and add members');
    expect(words).toContain('stored encrypted and never shown again');
  });

  it('says that a new token replaces the one that there is', () => {
    expect(wordsOf(connectModal({ isRenewal: true }))).toContain(
      'It replaces the one that this workspace has.',
    );
  });

  it.each([true, false])('is one that Slack takes, whether or not it renews: %s', (isRenewal) => {
    expectModalWithinLimits(connectModal({ isRenewal }));
  });
});

describe('the form that asks for an organization', () => {
  it('offers each with the role of the token, and carries nothing but the id of what waits', () => {
    const usable = [seen('1', { roleName: 'Admin' }), seen('2')];
    const view = organizationModal({ pendingId: 'pending-1', usable, unusable: [] });
    expect(view.private_metadata).toBe('pending-1');
    expect(view.blocks).toContainEqual(
      expect.objectContaining({
        element: {
          type: 'static_select',
          action_id: 'organization',
          options: [
            {
              value: '1',
              text: { type: 'plain_text', text: 'Organization 1' },
              description: { type: 'plain_text', text: 'as Admin, may read and add members' },
            },
            {
              value: '2',
              text: { type: 'plain_text', text: 'Organization 2' },
              description: { type: 'plain_text', text: 'may read and add members' },
            },
          ],
        },
      }),
    );
    expectModalWithinLimits(view);
  });

  it('names those that cannot be chosen, and why', () => {
    const view = organizationModal({
      pendingId: 'p',
      usable: [seen('1'), seen('2')],
      unusable: [
        seen('3', { name: 'R&D <x>', missing: ['add'] }),
        seen('4', { missing: ['read', 'add'] }),
      ],
    });
    expect(wordsOf(view)).toContain(
      'Not offered: *R&amp;D &lt;x&gt;* (the token may not add members) and *Organization 4* (the token may not read or add members).',
    );
  });

  it('says how many it has no room for', () => {
    const ofMany = (count: number) =>
      wordsOf(organizationModal({ pendingId: 'p', usable: many(count, {}), unusable: [] }));
    expect(ofMany(100)).not.toContain('no room');
    expect(ofMany(103)).toContain('This menu has no room for 3 more.');
  });

  it.each([1, 2, 100, 101, 500])('is one that Slack takes with %d organizations', (count) => {
    const name = 'n'.repeat(255);
    const roleName = 'r'.repeat(255);
    const usable = many(count, { name, roleName });
    const unusable = many(count, { name, missing: ['read', 'add'] });
    expectModalWithinLimits(organizationModal({ pendingId: 'p', usable, unusable }));
  });
});

describe('a modal that only says something', () => {
  it.each([
    ['while Piper is asked', checkingModal(), 'Checking the platform token'],
    ['until a form is there', waitingModal('Piper settings'), 'One moment'],
    ['why a token cannot be used', tokenProblemModal("It can't be used."), "It can't be used."],
  ])('%s has no way to send it', (_, view, words) => {
    expect(view.submit).toBeUndefined();
    expect(wordsOf(view)).toContain(words);
    expectModalWithinLimits(view);
  });

  it('about a token says how to try again', () => {
    expect(wordsOf(tokenProblemModal("It can't be used."))).toContain(
      'Close this and type `/piper-invite connect` to try again.',
    );
  });
});
