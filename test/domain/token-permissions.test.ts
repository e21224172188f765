import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingPermissions, tokenPreview } from '../../src/domain/token-permissions.ts';

describe('what a platform token lacks', () => {
  it.each([
    [undefined, []],
    [['admin'], []],
    [['OWNER'], []],
    [['*'], []],
    [['members:*'], []],
    [['members:read', 'members:create'], []],
    [['members:invite'], []],
    [['editor'], ['add']],
    [['members:read'], ['add']],
    [['members:read', 'members:update'], ['add']],
    [['documents:read'], ['read', 'add']],
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
