import { describe, expect, it } from 'vitest';
import type { RecordedEntry } from '../../src/domain/audit.ts';
import { recordHeadings, recordRow } from '../../src/formats/record-csv.ts';
import { csvHead, csvLines } from '../../src/formats/write-csv.ts';
import type { Storage, StorageLocation } from '../../src/storage/storage.ts';
import type { Database } from '../../src/storage/tables.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { connectionWithToken, invited } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { brokenIn, readRecordFile } from '../helpers/record-file.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import {
  batch,
  entry,
  installation,
  invitation,
  link,
  linkedThrough,
  storedAt,
} from '../helpers/stored.ts';
import { dumpOf, expectHidden, storeTellTale } from './stored-secrets.ts';

const ada = 'ada@example.com';
const grace = 'grace@example.com';

/** A batch that has ended and was announced, in a workspace, with its entries in the record. */
async function invitedIn(
  storage: Storage,
  teamId: string,
  addresses: readonly string[],
  note?: string,
) {
  const organization = { id: `org-${Math.random()}`, name: 'Acme' };
  const made = batch({ workspace: { teamId }, organization, ...(note && { note }) });
  const invitations = addresses.map((address) => ({
    ...invitation(address),
    invitee: { address, userId: 'U1', name: `Name of ${address}` },
  }));
  const entries = addresses.map((subject) =>
    entry({ workspace: teamId, action: 'submit', outcome: 'stored', subject }),
  );
  await storage.batches.submit(made, invitations, entries);
  const lease = claimTerms(storedAt, 1, { limit: addresses.length });
  for (const claimed of await storage.invitations.claim(organization.id, lease)) {
    const { address } = claimed.invitee;
    const end = { outcome: invited(address), at: storedAt };
    await storage.invitations.end(claimed, end, entry({ workspace: teamId, subject: address }));
  }
  await storage.batches.recordNotification(made.id, { notifiedAt: storedAt });
  return made.id;
}

/** What is known of people, and how it is forgotten, whatever engine is behind it. */
export function privacyContract(freshLocation: () => Promise<StorageLocation>): void {
  const open = async () => openForTest(await freshLocation());
  const dump = (location: StorageLocation) =>
    inDatabase(location, async (db) => new Map(await dumpOf(db)));
  const subjects = async (location: StorageLocation, workspace: string) =>
    (await auditRecord(location, workspace)).map(({ subject }) => subject).toReversed();
  const exported = async (storage: Storage, id: string) => {
    const rows: { table: string; [column: string]: unknown }[] = [];
    for await (const page of storage.exporter.workspace(id)) rows.push(...page);
    return rows;
  };

  describe('a person in the record', () => {
    it('has one pseudonym in a workspace, and another one elsewhere', async () => {
      const storage = await open();
      const { location } = storage;
      for (const [workspace, subject] of [
        ['T1', ada],
        ['T1', 'Ada@Example.com'],
        ['T1', grace],
        ['T2', ada],
        ['T1', 'org-1'],
      ] as const) {
        await storage.audit.append(entry({ workspace, subject }));
      }
      expect(await subjects(location, 'T1')).toEqual([ada, ada, grace, 'org-1']);
      expect(await subjects(location, 'T2')).toEqual([ada]);
      await storage.close();
      const entries = (await dump(location)).get('audit_entries') ?? '';
      expect(entries).not.toContain('@');
      expect(new Set(entries.match(/person-\w{32}/g))).toHaveLength(3);
    });

    it('is noticed to be another one than was recorded', async () => {
      const storage = await open();
      const { location } = storage;
      for (const subject of [ada, grace]) await storage.audit.append(entry({ subject }));
      await storage.close();
      const change = (key: string, values: object) =>
        inDatabase(location, (db) =>
          db.updateTable('auditPeople').set(values).where('addressKey', '=', key).execute(),
        );
      await change(ada, { address: 'mallory@example.com' });
      const changed = await openForTest(location);
      expect((await changed.verified()).breaks).toEqual([
        {
          workspace: 'T1',
          what: expect.stringMatching(
            /^the address of person-\w{32} is not the one that was recorded$/,
          ),
        },
      ]);
      // Nothing is recorded about the wrong person.
      await expect(changed.audit.append(entry({ subject: ada }))).rejects.toThrow(/was altered/);
      await changed.audit.append(entry({ subject: grace }));
      await changed.close();

      await change(ada, { address: ada });
      await change(grace, { addressKey: 'mallory@example.com' });
      const rekeyed = await openForTest(location);
      expect((await rekeyed.verified()).breaks).toHaveLength(1);
      await expect(rekeyed.audit.append(entry({ subject: 'mallory@example.com' }))).rejects.toThrow(
        /was altered/,
      );
    });
  });

  describe('an address that is erased', () => {
    it('is exported with the record as a pseudonym alone, page by page and up to the end that was asked for', async () => {
      const storage = await open();
      await invitedIn(storage, 'T1', [ada, grace]);
      await storage.eraser.eraseAddress(ada);
      const { records } = storage;
      const span = await records.span('T1');
      await storage.audit.append(entry({ subject: grace }));
      const read = async (about: typeof span) => {
        const found: RecordedEntry[] = [];
        for await (const page of records.read('T1', about)) found.push(...page);
        return found;
      };
      const rows = await read(span);
      expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
      expect(new Set(rows.map(({ address }) => address))).toEqual(new Set([undefined, grace]));
      expect(JSON.stringify(rows)).not.toContain(ada);
      const [ofAda, ofGrace] = rows;
      expect(ofAda?.about?.subject).toMatch(/^person-/);
      expect(ofGrace).toMatchObject({
        address: grace,
        about: { subject: expect.stringMatching(/^person-/) },
      });
      expect(await read({ behind: 2, upTo: 4 })).toEqual(rows.slice(2, 4));
      const text = csvHead(recordHeadings) + csvLines(rows.map(recordRow));
      expect(brokenIn(readRecordFile(text))).toEqual([]);
      expect(await records.span('T9')).toEqual({ behind: 0, upTo: 0 });
      await storage.close();
    });

    it('is nowhere any more, and the record is whole', async () => {
      const storage = await open();
      const { location, eraser } = storage;
      const both = await invitedIn(storage, 'T1', [ada, grace], `Hi ${grace} and Ada@example.com`);
      const alone = await invitedIn(storage, 'T2', ['Ada@Example.com']);
      expect(await eraser.findAddress('ADA@example.com')).toEqual({
        invitations: 2,
        requests: 0,
        open: 0,
        records: 2,
        notes: 1,
      });
      const linked = link({ address: 'Ada@Example.com', memberId: 'member-a' });
      await storage.links.save(
        linkedThrough({}, true),
        linked,
        entry({ workspace: 'T9', action: 'link', subject: 'UGRACE' }),
      );
      await storage.noteEnds();
      await eraser.eraseAddress('ADA@example.com');

      expect(await eraser.findAddress(ada)).toEqual({
        invitations: 0,
        requests: 0,
        open: 0,
        records: 0,
        notes: 0,
      });
      expect(await storage.batches.load(alone)).toBeUndefined();
      expect((await storage.batches.load(both))?.report.entries).toMatchObject([
        { invitee: { address: grace, name: `Name of ${grace}` } },
      ]);
      const pseudonym = expect.stringMatching(/^person-\w{32}$/);
      expect(await subjects(location, 'T1')).toEqual([
        pseudonym,
        grace,
        pseudonym,
        grace,
        pseudonym,
      ]);
      expect((await auditRecord(location, 'T1'))[0]).toMatchObject({
        actor: 'operator',
        action: 'erase',
        outcome: 'done',
      });
      expect(await storage.verified()).toMatchObject({ breaks: [] });
      await storage.close();
      expect([...(await dump(location)).values()].join('\n').toLowerCase()).not.toContain('ada@');
    });

    it('gets another pseudonym when it comes back', async () => {
      const storage = await open();
      const { location } = storage;
      await storage.audit.append(entry({ subject: ada }));
      await storage.eraser.eraseAddress(ada);
      await storage.audit.append(entry({ subject: ada }));
      const [first, erased, back] = await subjects(location, 'T1');
      expect(erased).toBe(first);
      expect(back).toBe(ada);
      expect(await storage.verified()).toMatchObject({ breaks: [] });
    });

    it('is open while it is being sent, and stays', async () => {
      const storage = await open();
      const made = batch();
      await storage.batches.submit(made, [invitation(ada)], []);
      expect(await storage.eraser.findAddress(ada)).toMatchObject({ invitations: 1, open: 1 });
      await storage.eraser.eraseAddress(ada);
      expect((await storage.batches.load(made.id))?.report.entries).toHaveLength(1);
    });

    it('is open until its inviter was told', async () => {
      const storage = await open();
      const made = batch();
      await storage.batches.submit(made, [invitation(ada)], []);
      const outcome = { kind: 'cancelled', by: 'UALICE' } as const;
      await storage.invitations.endWaiting(made.id, {}, { outcome, at: storedAt }, () => entry());
      expect(await storage.eraser.findAddress(ada)).toMatchObject({ invitations: 1, open: 1 });
    });
  });

  describe('a workspace that is erased', () => {
    it('leaves only where its record ended, and no other loses anything', async () => {
      const storage = await open();
      const { location, eraser } = storage;
      for (const id of ['T1', 'T2']) {
        await storage.installations.storeInstallation(installation({ team: { id, name: id } }));
        const connection = connectionWithToken({ id: `c-${id}`, scope: { teamId: id } });
        await storage.connections.save(connection, entry({ workspace: id, subject: 'org-1' }));
        await invitedIn(storage, id, [ada, grace]);
      }
      const noted = await storage.noteEnds();
      // Each export is recorded.
      const ofT2 = async () =>
        (await exported(storage, 'T2')).filter(({ action }) => action !== 'export');
      const left = await ofT2();
      expect(await eraser.findWorkspace('T1')).toEqual({
        batches: 1,
        requests: 0,
        open: 0,
        entries: 5,
        people: 2,
        others: 2,
      });
      await eraser.eraseWorkspace('T1');
      const nothing = { batches: 0, requests: 0, open: 0, entries: 0, people: 0, others: 0 };
      expect(await eraser.findWorkspace('T1')).toEqual(nothing);
      expect(await exported(storage, 'T1')).toEqual([]);
      expect(await ofT2()).toEqual(left);
      expect(await storage.verified()).toMatchObject({ breaks: [] });
      expect((await auditRecord(location, '*'))[0]).toMatchObject({
        action: 'erase',
        actor: 'operator',
        subject: 'T1',
      });
      const { isExpectedFound } = await storage.verifyAudit({
        onBreak: () => {},
        onShortened: () => {},
        expected: noted?.hash,
      });
      expect(isExpectedFound).toBe(true);
      await storage.close();
      for (const [table, rows] of await dump(location)) {
        const mayName = ['audit_marks', 'audit_entries'].includes(table);
        if (!mayName) expect(rows, table).not.toMatch(/"(?:c-)?T1"/);
      }
    });

    it('goes even where its record is broken, which still shows', async () => {
      const storage = await open();
      const { location } = storage;
      for (const subject of [ada, grace]) await storage.audit.append(entry({ subject }));
      await storage.close();
      await inDatabase(location, async (db) => {
        const mark = { workspace: 'T1', kind: 'end', number: 5, hash: 'forged' };
        await db.updateTable('auditMarks').set(mark).execute();
      });
      const again = await openForTest(location);
      await again.eraser.eraseWorkspace('T1');
      expect(await again.eraser.findWorkspace('T1')).toMatchObject({ entries: 0, people: 0 });
      expect((await again.verified()).breaks).toContainEqual({
        workspace: 'T1',
        what: 'the mark where it ends is not genuine',
      });
    });
  });

  describe('an export', () => {
    it('has everything about a workspace but its secrets, and nothing of another', async () => {
      const storage = await open();
      const tokens = await storeTellTale(storage);
      await invitedIn(storage, 'T1', [ada, grace], 'Welcome');
      await invitedIn(storage, 'T2', ['other@example.com']);
      const rows = await exported(storage, 'T1');
      const text = JSON.stringify(rows);
      for (const token of tokens) expectHidden(token, text);
      expect(text).not.toContain('sealed');
      expect(text).not.toContain('other@example.com');
      expect(new Set(rows.map(({ table }) => table))).toEqual(
        new Set([
          ...['installations', 'connections', 'links', 'pendingConnections', 'previews'],
          ...['acceptedCommands', 'requests', 'requestPeople', 'requestVotes'],
          ...['batches', 'invitations', 'record'],
        ]),
      );
      expect(rows).toContainEqual(
        expect.objectContaining({ table: 'invitations', address: grace, state: 'invited' }),
      );
      expect(rows).toContainEqual(expect.objectContaining({ table: 'batches', note: 'Welcome' }));
      const [connection] = rows.filter(({ table }) => table === 'connections');
      expect(connection?.settings).toEqual(connectionWithToken().settings);
      expect(rows.at(-1)).toMatchObject({ actor: 'operator', action: 'export' });
      expect(rows.at(-2)).toMatchObject({
        table: 'record',
        action: 'invite',
        address: grace,
        subject: expect.stringMatching(/^person-/),
      });
    });

    it('reads on behind a page', async () => {
      const storage = await open();
      const entries = Array.from({ length: 1_001 }, () => entry());
      await storage.batches.submit(batch({ id: 'b0' }), [], entries);
      const { location } = storage;
      await storage.close();
      await inDatabase(location, (db) => copyBatch(db, 1_000));
      const rows = await exported(await openForTest(location), 'T1');
      expect(new Set(rows.map(({ id, number }) => id ?? number))).toHaveLength(2_003);
    });

    it('and what is erased speak of every table that there is', async () => {
      const storage = await open();
      const { location } = storage;
      await storage.close();
      // Whoever adds a table decides here: does it go with a workspace, and is it exported?
      expect([...(await dump(location)).keys()].toSorted()).toEqual([
        ...[
          'accepted_commands',
          'audit_entries',
          'audit_marks',
          'audit_people',
          'batches',
          'connections',
        ],
        ...['installations', 'invitations', 'links', 'oauth_states'],
        ...['pending_connections', 'previews'],
        ...['queues', 'request_people', 'request_votes', 'requests', 'uninstalled'],
      ]);
    });
  });
}

/** Puts copies of the batch `b0` beside it. */
async function copyBatch(db: Database, count: number): Promise<void> {
  const row = await db.selectFrom('batches').selectAll().executeTakeFirstOrThrow();
  const copies = Array.from({ length: count }, (_, at) => {
    const id = `b${at + 1}`;
    return { ...row, id, submission: id };
  });
  for (let from = 0; from < count; from += 500) {
    await db
      .insertInto('batches')
      .values(copies.slice(from, from + 500))
      .execute();
  }
}
