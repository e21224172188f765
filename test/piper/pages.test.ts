import { describe, expect, it } from 'vitest';
import { piperPagesAt } from '../../src/piper/pages.ts';

describe("Piper's pages", () => {
  it('are behind the address, with the organization in it where it says so', () => {
    const pagesOf = piperPagesAt('https://app.example.com/{organization}/settings');
    expect(pagesOf('org 1/x')).toEqual({
      members: 'https://app.example.com/org%201%2Fx/settings/members',
      roles: 'https://app.example.com/org%201%2Fx/settings/roles',
      tokens: 'https://app.example.com/org%201%2Fx/settings/tokens',
    });
    expect(piperPagesAt('https://app.example.com')('org-1')?.members).toBe(
      'https://app.example.com/members',
    );
  });

  it('are nowhere where nobody has said where they are', () => {
    expect(piperPagesAt(undefined)('org-1')).toBeUndefined();
  });
});
