import { describe, expect, it } from 'vitest';
import type { ConnectionWithToken } from '../../src/domain/connection.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import {
  type Connected,
  createFindConnection,
  fixedConnection,
  openOnce,
} from '../../src/usecases/find-connection.ts';
import type { Unreadable } from '../../src/usecases/ports/connections.ts';
import type { PiperOrganization } from '../../src/usecases/ports/piper.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';

function setUp(fixed?: Connected) {
  let found: Result<ConnectionWithToken | undefined, Unreadable> = ok(undefined);
  const opened: string[] = [];
  const find = createFindConnection({
    connections: { find: async () => found },
    ...(fixed && { fixed }),
    open: openOnce(({ token }) => {
      opened.push(token);
      const piper: PiperOrganization = fakePiper({ clock: fakeClock() }).piper;
      return { piper, checkAgain: async () => true };
    }),
  });
  return {
    opened,
    find: () => find({ teamId: 'T1' }),
    store: (connection: ConnectionWithToken | undefined) => {
      found = ok(connection);
    },
    damage: () => {
      found = err({ kind: 'damaged' });
    },
  };
}

function fixedToOrg1() {
  const opened: ConnectionWithToken[] = [];
  const { piper } = fakePiper({ clock: fakeClock() });
  const fixed = fixedConnection({ token: 'pat_fixed', organizationId: 'org-1' }, (connection) => {
    opened.push(connection);
    return piper;
  });
  return { fixed, opened };
}

describe('a workspace', () => {
  it('has no connection until there is one', async () => {
    const { find, store } = setUp();
    expect(await find()).toEqual({ kind: 'none' });
    store(connectionWithToken());
    expect(await find()).toMatchObject({ kind: 'connected', isFixed: false });
    store(undefined);
    expect(await find()).toEqual({ kind: 'none' });
  });

  it('is told without its token', async () => {
    const { find, store } = setUp();
    store(connectionWithToken({ token: 'pat_very_secret' }));
    expect(JSON.stringify(await find())).not.toContain('pat_very_secret');
  });

  it('keeps what is remembered of its organization as long as the connection is the same', async () => {
    const { find, store, opened } = setUp();
    store(connectionWithToken({ id: 'c1', token: 'pat_1' }));
    const first = await find();
    const again = await find();
    store(connectionWithToken({ id: 'c2', token: 'pat_2' }));
    const renewed = await find();
    expect(opened).toEqual(['pat_1', 'pat_2']);
    if (first.kind !== 'connected' || again.kind !== 'connected' || renewed.kind !== 'connected') {
      throw new Error('not connected');
    }
    expect(again.piper).toBe(first.piper);
    expect(renewed.piper).not.toBe(first.piper);
  });

  it('says why a connection cannot be read', async () => {
    const { find, damage } = setUp();
    damage();
    expect(await find()).toEqual({ kind: 'unreadable', why: { kind: 'damaged' } });
  });

  it('has the connection of the process where there is one, whatever is stored', async () => {
    const { find, store, opened } = setUp(fixedToOrg1().fixed);
    store(connectionWithToken({ id: 'c1' }));
    expect(await find()).toMatchObject({ connection: { id: 'fixed' }, isFixed: true });
    expect(opened).toEqual([]);
  });
});

describe('the connection of the process', () => {
  it('lets admins alone invite, with every role and to every domain', () => {
    const { fixed } = fixedToOrg1();
    expect(fixed.connection.settings).toEqual({ whoMayInvite: { kind: 'admins' }, domains: [] });
  });

  it("belongs to no workspace, and leaves its organization's name to Piper", () => {
    const { fixed } = fixedToOrg1();
    expect(fixed).toMatchObject({
      kind: 'connected',
      connection: {
        scope: { teamId: '' },
        organization: { id: 'org-1', name: '' },
        tokenPreview: '',
        connectedBy: '',
      },
    });
  });

  it('opens its organization with the token, and gives that to nobody else', () => {
    const { fixed, opened } = fixedToOrg1();
    expect(opened).toEqual([{ ...fixed.connection, token: 'pat_fixed' }]);
    expect(JSON.stringify(fixed)).not.toContain('pat_fixed');
  });

  it('is taken as good when it is looked at again, since nobody in Slack can renew it', async () => {
    expect(await fixedToOrg1().fixed.checkAgain()).toBe(true);
  });
});
