import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingPermissions, tokenPreview } from '../../src/domain/token-permissions.ts';

describe('what a platform token lacks', () => {
  it.each([
    [undefined, []],
    [['admin'], []],
    [['ADMIN'], []],
    [['members:read', 'members:invite'], []],
    [['viewer', 'members:invite'], []],
    [['members:invite'], ['read']],
    [['editor'], ['add']],
    [['Viewer'], ['add']],
    [['members:read'], ['add']],
    [['members:read', 'members:update', 'members:remove'], ['add']],
    [['members:read', 'members:create'], ['add']],
    [['owner'], ['read', 'add']],
    [['members:*'], ['read', 'add']],
    [['*'], ['read', 'add']],
    [['org:read'], ['read', 'add']],
    [[], ['read', 'add']],
  ])('with the permissions %j is %j', (permissions, lacks) => {
    expect(missingPermissions(permissions)).toEqual(lacks);
  });
});

describe('the preview of a token', () => {
  it('is spelled as Piper spells it', () => {
    expect(tokenPreview('pat_abcdefuvwxyz')).toBe('pat_abc...xyz');
  });

  it('never tells more than six characters of a secret', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9]{10,60}$/), (secret) => {
        const shown = tokenPreview(`pat_${secret}`);
        expect(shown).toBe(`pat_${secret.slice(0, 3)}...${secret.slice(-3)}`);
      }),
    );
  });
});
