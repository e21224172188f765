import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import type { ConnectionWithToken } from '../../src/domain/connection.ts';
import type { Storage, StorageLocation } from '../../src/storage/storage.ts';
import type { Database, Tables } from '../../src/storage/tables.ts';
import type { TypedCommand } from '../../src/usecases/ports/accepted-commands.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import {
  batch,
  entry,
  installation,
  invitation,
  link,
  linkedThrough,
  ofTeam,
  request,
  storedAt,
} from '../helpers/stored.ts';

const connectionOf = (teamId: string): ConnectionWithToken =>
  connectionWithToken({ id: `of-${teamId}`, scope: { teamId }, token: `pat_of_${teamId}` });

const commandOf = (teamId: string): TypedCommand => ({
  submission: '1.2.trigger',
  workspace: { teamId },
  userId: 'UALICE',
  text: 'ada@example.com as Editor',
  channel: 'C1',
  responseUrl: `https://hooks.slack.com/commands/${teamId}/1/secret`,
});

/** Of a connection: its token, or why it cannot be had. */
async function tokenOf({ connections }: Storage, teamId: string): Promise<unknown> {
  const found = await connections.find({ teamId });
  return found.ok ? found.value?.token : found.error;
}

/** The same of an installation. */
const botTokenOf = ({ installations }: Storage, teamId: string): Promise<unknown> =>
  installations.fetchInstallation(ofTeam(teamId)).then(
    ({ bot }) => bot?.token,
    (error) => error.why,
  );

const missing = (keyId: string) => ({ kind: 'key_missing', keyId });
const damaged = { kind: 'damaged' };
const altered = { kind: 'altered' };

/** Every sealed text, by the table and the row that it is in. */
async function sealedIn(location: StorageLocation): Promise<Map<string, string>> {
  return inDatabase(location, async (db) => {
    const installations = await db.selectFrom('installations').selectAll().execute();
    const connections = await db.selectFrom('connections').selectAll().execute();
    const pending = await db.selectFrom('pendingConnections').selectAll().execute();
    const commands = await db.selectFrom('acceptedCommands').selectAll().execute();
    return new Map([
      ...installations.map((row) => [`installation ${row.id}`, row.sealedInstallation] as const),
      ...connections.map((row) => [`connection ${row.id}`, row.sealedToken] as const),
      ...pending.map((row) => [`pending ${row.id}`, row.sealedToken] as const),
      ...commands.map((row) => [`command ${row.id}`, row.sealedCommand] as const),
    ]);
  });
}

/** How stored secrets are kept, whatever engine is behind the storage. */
export function storedSecretsContract(freshLocation: () => Promise<StorageLocation>): void {
  /** Two workspaces, with everything that has a secret. */
  async function store(location: StorageLocation, keys: string[]): Promise<void> {
    const storage = await openForTest(location, keys);
    for (const teamId of ['T1', 'T2']) {
      const bot = { id: 'B1', userId: 'UBOT', token: `xoxb-of-${teamId}`, scopes: ['commands'] };
      await storage.installations.storeInstallation(installation({ team: { id: teamId }, bot }));
      await storage.connections.save(connectionOf(teamId), entry({ workspace: teamId }));
      await storage.pendingConnections.save({
        id: `of-${teamId}`,
        scope: { teamId },
        userId: 'UALICE',
        token: `pat_waits_${teamId}`,
        expiresAt: storedAt + 1_000,
      });
      await storage.acceptedCommands.add(commandOf(teamId), storedAt, storedAt);
    }
    await storage.close();
  }
  const commandIn = async ({ acceptedCommands }: Storage, teamId: string) => {
    const claimed = await acceptedCommands.claim(storedAt, storedAt, 10);
    return claimed.find(({ workspace }) => workspace.teamId === teamId)?.typed;
  };
  const waitingOf = async ({ pendingConnections }: Storage, teamId: string) =>
    (await pendingConnections.find(`of-${teamId}`, storedAt))?.token;

  describe('a secret', () => {
    it('whose key is not there any more is refused, with the name of the key', async () => {
      const location = await freshLocation();
      await store(location, ['a']);
      const storage = await openForTest(location, ['b']);
      expect(await tokenOf(storage, 'T1')).toEqual(missing('a'));
      expect(await botTokenOf(storage, 'T1')).toEqual(missing('a'));
      expect(await waitingOf(storage, 'T1')).toBeUndefined();
      await expect(storage.installations.fetchInstallation(ofTeam('T1'))).rejects.toThrow(
        `T1 can't be served: the key "a" that encrypted its tokens is not among ENCRYPTION_KEYS`,
      );
    });

    it("in another row's place is refused", async () => {
      const location = await freshLocation();
      await store(location, ['a']);
      const sealed = await sealedIn(location);
      await inDatabase(location, async (db) => {
        await replaceConnection(db, 'of-T1', sealed.get('connection of-T2'));
        await db
          .updateTable('installations')
          .set({ sealedInstallation: sealed.get('installation T2') ?? '' })
          .where('id', '=', 'T1')
          .execute();
        await replacePending(db, 'of-T1', sealed.get('pending of-T2'));
      });
      const storage = await openForTest(location, ['a']);
      expect(await tokenOf(storage, 'T1')).toEqual(damaged);
      expect(await botTokenOf(storage, 'T1')).toEqual(damaged);
      expect(await waitingOf(storage, 'T1')).toBeUndefined();
      expect(await tokenOf(storage, 'T2')).toBe('pat_of_T2');
    });

    it('in a place of another purpose is refused', async () => {
      const location = await freshLocation();
      await store(location, ['a']);
      const sealed = await sealedIn(location);
      await inDatabase(location, async (db) => {
        await replaceConnection(db, 'of-T1', sealed.get('pending of-T1'));
        await replacePending(db, 'of-T1', sealed.get('connection of-T1'));
      });
      const storage = await openForTest(location, ['a']);
      expect(await tokenOf(storage, 'T1')).toEqual(damaged);
      expect(await waitingOf(storage, 'T1')).toBeUndefined();
    });

    it('of a connection that was handed to another workspace is refused', async () => {
      const location = await freshLocation();
      await store(location, ['a']);
      await inDatabase(location, (db) =>
        db.updateTable('connections').set({ scopeId: 'T3' }).where('scopeId', '=', 'T1').execute(),
      );
      expect(await tokenOf(await openForTest(location, ['a']), 'T3')).toEqual(altered);
    });

    it('that is damaged takes its own workspace out of service, and no other', async () => {
      const location = await freshLocation();
      await store(location, ['a']);
      await inDatabase(location, async (db) => {
        await db
          .updateTable('connections')
          .set({ sealedToken: 'rubbish' })
          .where('scopeId', '=', 'T1')
          .execute();
        await db
          .updateTable('installations')
          .set({ sealedInstallation: '' })
          .where('id', '=', 'T1')
          .execute();
      });
      const storage = await openForTest(location, ['a']);
      expect(await tokenOf(storage, 'T1')).toEqual(damaged);
      expect(await botTokenOf(storage, 'T1')).toEqual(damaged);
      expect(await tokenOf(storage, 'T2')).toBe('pat_of_T2');
      expect(await botTokenOf(storage, 'T2')).toBe('xoxb-of-T2');
      await storage.connections.save(connectionOf('T1'), entry());
      await storage.installations.storeInstallation(installation());
      expect(await tokenOf(storage, 'T1')).toBe('pat_of_T1');
      expect(await botTokenOf(storage, 'T1')).toBe('xoxb-installed');
    });
  });

  describe('a connection that was changed in the database', () => {
    const changes: Record<string, Partial<Tables['connections']>> = {
      'who may invite': { settings: '{"whoMayInvite":{"kind":"members"},"domains":[]}' },
      'settings to rubbish': { settings: '{"whoMayInvite":{"kind":"everybody"},"domains":[]}' },
      'the organization': { organizationId: 'org-2' },
      "the organization's name": { organizationName: 'Other' },
      'who connected it': { connectedBy: 'UMALLORY' },
      'which Enterprise organization it is in': { enterpriseId: 'E2' },
      'the stamp': { stamp: '' },
    };
    it.each(Object.entries(changes))('is refused, and no other is: %s', async (_, change) => {
      const location = await freshLocation();
      const stored = await openForTest(location);
      for (const teamId of ['T1', 'T2']) {
        const connection = { ...connectionOf(teamId), expiresAt: storedAt + 1_000 };
        await stored.connections.save(connection, entry({ workspace: teamId }));
      }
      await stored.close();
      await inDatabase(location, (db) =>
        db.updateTable('connections').set(change).where('scopeId', '=', 'T1').execute(),
      );
      const storage = await openForTest(location);
      expect(await tokenOf(storage, 'T1')).toEqual(altered);
      expect(await tokenOf(storage, 'T2')).toBe('pat_of_T2');
      expect(await storage.connections.takeExpiring(storedAt, [7])).toMatchObject([
        { scope: { teamId: 'T2' } },
      ]);
      // Neither saving its settings nor another key makes it good again; connecting anew does.
      const { settings } = connectionOf('T1');
      expect(
        await storage.connections.changeSettings(
          'of-T1',
          { from: settings, to: settings },
          entry(),
        ),
      ).toBe(false);
      await storage.close();
      const rotated = await openForTest(location, ['b', 'a']);
      await expect(rotated.reencrypt()).rejects.toThrow('settings of T1/of-T1: it is damaged');
      expect(await tokenOf(rotated, 'T1')).toEqual(altered);
      await rotated.connections.save(connectionOf('T1'), entry());
      expect(await tokenOf(rotated, 'T1')).toBe('pat_of_T1');
    });

    it('is refused with the stamp of another', async () => {
      const location = await freshLocation();
      await store(location, ['a']);
      await inDatabase(location, async (db) => {
        const { stamp } = await db
          .selectFrom('connections')
          .select('stamp')
          .where('scopeId', '=', 'T2')
          .executeTakeFirstOrThrow();
        await db.updateTable('connections').set({ stamp }).where('scopeId', '=', 'T1').execute();
      });
      expect(await tokenOf(await openForTest(location), 'T1')).toEqual(altered);
    });
  });

  describe('keys', () => {
    it('are changed while everything can be read, and the old one may go in the end', async () => {
      const location = await freshLocation();
      await store(location, ['a']);
      const both = await openForTest(location, ['b', 'a']);
      expect(await tokenOf(both, 'T1')).toBe('pat_of_T1');
      await both.connections.save(connectionOf('T2'), entry({ workspace: 'T2' }));
      expect(await both.reencrypt()).toEqual({ rows: 7 });
      expect(await both.reencrypt()).toEqual({ rows: 0 });
      await both.close();

      const sealed = [...(await sealedIn(location)).values()];
      expect(sealed.map((text) => decodeProtectedHeader(text).kid)).toEqual(Array(8).fill('b'));
      const one = await openForTest(location, ['b']);
      for (const teamId of ['T1', 'T2']) {
        expect(await tokenOf(one, teamId)).toBe(`pat_of_${teamId}`);
        expect(await botTokenOf(one, teamId)).toBe(`xoxb-of-${teamId}`);
        expect(await waitingOf(one, teamId)).toBe(`pat_waits_${teamId}`);
        expect(await commandIn(one, teamId)).toEqual(commandOf(teamId));
      }
    });

    it('are changed around what cannot be read, which is named', async () => {
      const location = await freshLocation();
      await store(location, ['a']);
      const other = await openForTest(location, ['c']);
      await other.connections.save(connectionOf('T3'), entry({ workspace: 'T3' }));
      await other.close();
      const rubbish = (await sealedIn(location)).get('installation T1')?.slice(0, -8);
      await inDatabase(location, (db) =>
        db
          .updateTable('installations')
          .set({ sealedInstallation: rubbish ?? '' })
          .where('id', '=', 'T1')
          .execute(),
      );
      const before = await sealedIn(location);

      const storage = await openForTest(location, ['b', 'a']);
      const told = await storage.reencrypt().catch((error) => error);
      expect(told).toMatchObject({ name: 'StorageError' });
      expect(told.message.split('\n')).toEqual([
        expect.stringMatching(/: 7\. These can't be read or trusted:$/),
        'installation T1: it is damaged',
        `connection T3/of-T3: its key "c" isn't among ENCRYPTION_KEYS`,
        `settings of T3/of-T3: its key "c" isn't among ENCRYPTION_KEYS`,
        'record of T3: verify-audit says what is wrong with it',
        expect.stringMatching(/^Add the missing keys and do it again/),
      ]);
      await storage.close();

      const after = await sealedIn(location);
      expect(after.get('installation T1')).toBe(before.get('installation T1'));
      expect(after.get('connection of-T3')).toBe(before.get('connection of-T3'));
      const one = await openForTest(location, ['b']);
      expect(await botTokenOf(one, 'T2')).toBe('xoxb-of-T2');
      expect(await tokenOf(one, 'T2')).toBe('pat_of_T2');
    });
  });

  describe('keys at a start', () => {
    const verify = async (
      location: StorageLocation,
      keys: Parameters<typeof openForTest>[1],
      lostKeys?: string[],
    ) => {
      const storage = await openForTest(location, keys, lostKeys);
      const told = await storage.verifyKeys().then(
        () => 'fit',
        (error: Error) => error.message,
      );
      await storage.close();
      return told;
    };

    it('fit where all that is stored has its key', async () => {
      const location = await freshLocation();
      expect(await verify(location, ['a'])).toBe('fit');
      await store(location, ['a']);
      expect(await verify(location, ['a'])).toBe('fit');
      expect(await verify(location, ['b', 'a'])).toBe('fit');
    });

    it('do not fit where one is missing, or is another key by the same name', async () => {
      const location = await freshLocation();
      await store(location, ['a']);
      expect(await verify(location, ['b'])).toContain('lacks the key that was named "a".');
      expect(await verify(location, ['b'], ['a'])).toBe('fit');
      const other = { ...encryptionKey('b'), id: 'a' };
      expect(await verify(location, [other])).toContain('lacks the key that was named "a".');
      expect(await verify(location, [other], ['a'])).toBe('fit');
    });

    it('open tokens, or not, while the process runs, too', async () => {
      const location = await freshLocation();
      const storage = await openForTest(location, ['a']);
      expect(await storage.openTokens()).toBe(true);
      await storage.close();
      await store(location, ['a']);
      for (const [keys, lost, isOpen] of [
        [['a'], [], true],
        [['b'], [], false],
        [['b'], ['a'], true],
      ] as const) {
        const other = await openForTest(location, keys, lost);
        expect(await other.openTokens()).toBe(isOpen);
        await other.close();
      }
    });

    it.each(['installations', 'connections', 'pendingConnections'] as const)(
      'are asked for everything: %s',
      async (table) => {
        const location = await freshLocation();
        await store(location, ['a']);
        const others = (['installations', 'connections', 'pendingConnections'] as const).filter(
          (each) => each !== table,
        );
        await inDatabase(location, async (db) => {
          for (const each of others) await db.deleteFrom(each).execute();
        });
        expect(await verify(location, ['b'])).toContain('"a"');
      },
    );

    it('fit where only a row is damaged', async () => {
      const location = await freshLocation();
      await store(location, ['a']);
      await inDatabase(location, (db) =>
        db
          .updateTable('connections')
          .set({ sealedToken: 'damaged' })
          .where('id', '=', 'of-T1')
          .execute(),
      );
      expect(await verify(location, ['a'])).toBe('fit');
    });
  });

  describe('a dump of the database', () => {
    it('has everything but the tokens in it', async () => {
      const location = await freshLocation();
      const storage = await openForTest(location);
      const tokens = await storeTellTale(storage);
      await storage.close();
      const dump = await inDatabase(location, dumpOf);
      expect([...dump.keys()].toSorted()).toEqual([
        'accepted_commands',
        'audit_entries',
        'audit_marks',
        'audit_people',
        'batches',
        'connections',
        'installations',
        'invitations',
        'links',
        'oauth_states',
        'pending_connections',
        'previews',
        'queues',
        'request_people',
        'request_votes',
        'requests',
        'uninstalled',
      ]);
      for (const [table, rows] of dump) expect(rows, table).not.toBe('[]');
      const text = [...dump.values()].join('\n');
      expect(text).toContain('Acme Robotics');
      for (const token of tokens) expectHidden(token, text);
    });
  });
}

/** Stores something in every table, with tokens that are easy to find; gives the tokens. */
export async function storeTellTale(storage: Storage): Promise<string[]> {
  const tokens = {
    bot: 'xoxe.xoxb-1-telltale-bot-token',
    botRefresh: 'xoxe-1-telltale-bot-refresh-token',
    user: 'xoxp-telltale-user-token',
    userRefresh: 'xoxe-1-telltale-user-refresh-token',
    connection: 'pat_telltale_connection_token',
    replaced: 'pat_telltale_replaced_token',
    pending: 'pat_telltale_pending_token',
    channelUrl: 'https://hooks.slack.com/app/telltale-channel-url',
    inviterUrl: 'https://hooks.slack.com/app/telltale-inviter-url',
    commandUrl: 'https://hooks.slack.com/commands/telltale-command-url',
    previewUrl: 'https://hooks.slack.com/app/telltale-preview-url',
  };
  await storage.installations.storeInstallation(
    installation({
      user: { id: 'UALICE', token: tokens.user, refreshToken: tokens.userRefresh, scopes: [] },
      bot: {
        id: 'B1',
        userId: 'UBOT',
        token: tokens.bot,
        refreshToken: tokens.botRefresh,
        expiresAt: storedAt,
        scopes: ['commands'],
      },
    }),
  );
  const removed = installation({ team: { id: 'T9', name: 'Removed' } });
  await storage.installations.storeInstallation(removed);
  await storage.installations.deleteStoredBefore(ofTeam('T9'), storedAt);
  for (const token of [tokens.replaced, tokens.connection]) {
    const connection = connectionWithToken({ token, tokenPreview: 'pat_tel...ken' });
    await storage.connections.save(connection, entry({ action: 'connect' }));
  }
  await storage.links.save(linkedThrough(), link(), entry({ action: 'link' }));
  await storage.previews.save({
    id: 'd1',
    teamId: 'T1',
    userId: 'UALICE',
    preview: {
      organizationId: 'org-1',
      invitations: [],
      approvals: [],
      audience: { channel: 'C1', channelUrl: tokens.previewUrl, inviterUrl: tokens.previewUrl },
    },
    expiresAt: storedAt,
  });
  const command = { ...commandOf('T1'), responseUrl: tokens.commandUrl };
  await storage.acceptedCommands.add(command, storedAt, storedAt + 1_000);
  await storage.pendingConnections.save({
    id: 'p1',
    scope: { teamId: 'T1' },
    userId: 'UALICE',
    token: tokens.pending,
    expiresAt: storedAt + 1_000,
  });
  await storage.states.spend({ hash: 'h1', expiresAt: storedAt + 1_000 });
  const urls = { channelUrl: tokens.channelUrl, inviterUrl: tokens.inviterUrl };
  await storage.batches.submit(batch({ audience: { channel: 'C1', ...urls } }), [invitation()], []);
  await storage.requests.ask(request({ id: 'r1' }), []);
  await storage.requests.approve('r1', {
    by: 'UALICE',
    at: storedAt,
    revision: 1,
    needed: 2,
    lapsed: [],
    batch: batch(),
    invitations: [],
    entries: { approval: () => entry({ action: 'decide', outcome: 'counted' }), batch: [] },
  });
  return Object.values(tokens);
}

/** A token that stands in a text neither as it is nor behind base64. */
export function expectHidden(token: string, text: string): void {
  expect(text).not.toContain(token);
  const decoded = text.split(/[^\w-]+/).map((word) => Buffer.from(word, 'base64url').toString());
  expect(decoded.join('\n')).not.toContain(token);
}

/** Every row of every table of the product's, as JSON, by the name of the table. */
export async function dumpOf(db: Database): Promise<Map<string, string>> {
  const tables = await db.introspection.getTables();
  const dump = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await db
      .withTables<Record<string, Record<string, unknown>>>()
      .selectFrom(name)
      .selectAll()
      .execute();
    dump.set(name, JSON.stringify(rows));
  }
  return dump;
}

const replaceConnection = (db: Database, id: string, sealed = '') =>
  db.updateTable('connections').set({ sealedToken: sealed }).where('id', '=', id).execute();

const replacePending = (db: Database, id: string, sealed = '') =>
  db.updateTable('pendingConnections').set({ sealedToken: sealed }).where('id', '=', id).execute();
