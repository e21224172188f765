import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/domain/connection.ts';
import type { Person } from '../../src/domain/person.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { Directory } from '../../src/usecases/authorize.ts';
import type { ConnectionState } from '../../src/usecases/find-connection.ts';
import { createTokenRemedyOf, tokenRemedy } from '../../src/usecases/token-remedy.ts';
import { acme, connection, person } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';

const alice = person({ id: 'UALICE', name: 'Alice', isAdmin: true });
const refused = { rejectedSince: 1 };

/** A workspace in which Alice, who has connected it, is what `connector` says. */
function directory(connector: Person | 'unknown' | 'unavailable' = alice): Directory {
  const known = [person({ id: 'UBOB' }), person({ id: 'UADMIN', isAdmin: true })];
  const find = async (userId: string) => {
    if (userId === 'UALICE') return typeof connector === 'string' ? err(connector) : ok(connector);
    const found = known.find(({ id }) => id === userId);
    return found ? ok(found) : err('unknown' as const);
  };
  return {
    people: { find, findAnew: find, remembered: () => undefined },
    userGroups: { list: async () => ok([]), members: async () => ok([]) },
    inviteAdmins: new Set(['UOPERATOR']),
  };
}

const remedy = (userId: string, about: Partial<Connection> = refused, where = directory()) =>
  tokenRemedy(where, userId, { connection: connection(about), isFixed: false });

describe('what somebody can do about a token that Piper refused', () => {
  it('is to renew it, if they may', async () => {
    expect(await remedy('UALICE')).toEqual({ kind: 'renew', isConnector: true });
    expect(await remedy('UADMIN')).toEqual({ kind: 'renew', isConnector: false });
  });

  it('is to ask whoever connected the workspace', async () => {
    const asked = { kind: 'ask', connectedBy: 'UALICE', reach: 'workspace' };
    expect(await remedy('UBOB')).toEqual({ ...asked, name: 'Alice' });
    expect(await remedy('UBOB', refused, directory('unavailable'))).toEqual(asked);
  });

  it('is to ask an admin, where whoever connected it may not renew it any more', async () => {
    const admins = { kind: 'admins', inviteAdmins: ['UOPERATOR'] };
    for (const connector of [{ ...alice, isAdmin: false }, 'unknown'] as const) {
      const asked = await remedy('UBOB', refused, directory(connector));
      expect(asked).toEqual({ ...admins, reach: 'workspace' });
    }
    const scope = { enterpriseId: 'E1' };
    expect(await remedy('UADMIN', { ...refused, scope })).toEqual({
      ...admins,
      reach: 'enterprise',
    });
  });

  it('is nothing once Piper accepts it again, and nothing in Slack where the process was given it', async () => {
    expect(await remedy('UBOB', {})).toEqual({ kind: 'accepted' });
    const given = { connection: connection(refused), isFixed: true };
    expect(await tokenRemedy(directory(), 'UALICE', given)).toEqual({ kind: 'operator' });
  });
});

describe('what the inviter of a batch can do', () => {
  const { piper } = fakePiper({ clock: fakeClock() });
  const connected: ConnectionState = {
    kind: 'connected',
    connection: connection(refused),
    isFixed: false,
    piper,
    checkAgain: async () => false,
  };
  const batch = { workspace: { teamId: 'T1' }, inviterId: 'UADMIN', organization: acme };
  const remedyIn = (state: ConnectionState) =>
    createTokenRemedyOf(async () => ({ ...directory(), find: async () => state }));

  it('is what they can do about the token that their workspace has now', async () => {
    expect(await remedyIn(connected)(batch)).toEqual({ kind: 'renew', isConnector: false });
  });

  it('is nothing where the workspace is connected to another organization by now, or to none', async () => {
    const other = { ...batch, organization: { id: 'org-2', name: 'Globex' } };
    expect(await remedyIn(connected)(other)).toBeUndefined();
    expect(await remedyIn({ kind: 'none' })(batch)).toBeUndefined();
    expect(await createTokenRemedyOf(async () => undefined)(batch)).toBeUndefined();
  });
});
