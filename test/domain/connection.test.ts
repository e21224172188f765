import { describe, expect, it } from 'vitest';
import { scopeId } from '../../src/domain/connection.ts';

describe('the scope of a connection', () => {
  it('goes by the ID of the workspace, or of the Enterprise organization', () => {
    expect(scopeId({ teamId: 'T1' })).toBe('T1');
    expect(scopeId({ enterpriseId: 'E1' })).toBe('E1');
  });
});
