import { describe, expect, it } from 'vitest';
import type { HistorySight } from '../../src/domain/history.ts';
import { searchHistory } from '../../src/usecases/search-history.ts';
import { connection } from '../helpers/builders.ts';

/** Whose invites are searched for somebody in the workspace T1. */
async function sightOf(connected: Parameters<typeof searchHistory>[1]['connected']) {
  const seen: HistorySight[] = [];
  const history = {
    search: async (sight: HistorySight) => {
      seen.push(sight);
      return { entries: [] };
    },
  };
  const workspace = { ref: { teamId: 'T1', enterpriseId: 'E1' } };
  await searchHistory({ history }, { workspace, connected, by: 'UBOB', seesAll: true }, {});
  return seen[0];
}

describe('the search in the past', () => {
  it.each([
    ['of a workspace: in it', { scope: { teamId: 'T1' } }, false, { teamId: 'T1' }],
    [
      'of an Enterprise organization: in all of it',
      { scope: { enterpriseId: 'E1' } },
      false,
      { enterpriseId: 'E1' },
    ],
    [
      'that serves every workspace: in that of whoever looks',
      { scope: { teamId: '' } },
      true,
      { teamId: 'T1' },
    ],
  ])('is where its connection is %s', async (_, about, isFixed, scope) => {
    const { organization } = connection();
    expect(await sightOf({ connection: connection(about), isFixed })).toEqual({
      organizationId: organization.id,
      scope,
      viewerId: 'UBOB',
      seesAll: true,
    });
  });
});
