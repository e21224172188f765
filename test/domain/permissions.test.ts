import { describe, expect, it } from 'vitest';
import { withoutPresets } from '../../src/domain/permissions.ts';

describe('the permissions of a platform token', () => {
  it('are those that are named, and those of the roles that are named, each once', () => {
    const ofViewers = ['org:read', 'members:read', 'agents:read'];
    expect(withoutPresets(['viewer'])).toEqual(ofViewers);
    expect(withoutPresets(['members:invite', 'Viewer', 'members:read', 'Agents:Run'])).toEqual([
      'members:invite',
      ...ofViewers,
      'Agents:Run',
    ]);
    expect(withoutPresets([])).toEqual([]);
  });

  it('are all of an admin’s for one preset, which let it invite', () => {
    expect(withoutPresets(['admin'])).toContain('members:invite');
    expect(withoutPresets(['editor'])).not.toContain('members:invite');
  });
});
