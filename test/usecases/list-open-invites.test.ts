import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Member } from '../../src/domain/organization.ts';
import { listOpenInvites } from '../../src/usecases/list-open-invites.ts';
import { acme, connection, invited, member } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';
import { openEmpty } from '../helpers/storage.ts';
import { entry, storedAt } from '../helpers/stored.ts';
import { submit } from '../helpers/submit-batch.ts';

const address = (at: number) => `p${at}@example.com`;

/** Acme, with people whose invites wait and members as Piper lists them, and another organization with one invite. */
async function setUp({
  waiting = 0,
  members = [],
  failure,
}: {
  waiting?: number;
  members?: Member[];
  failure?: PiperFailure;
}) {
  const storage = await openEmpty();
  if (waiting > 0) {
    await submit(storage, { addresses: Array.from({ length: waiting }, (_, at) => address(at)) });
  }
  await submit(storage, {
    organization: { id: 'org-2', name: 'Globex' },
    addresses: ['elsewhere@example.com'],
  });
  const { piper } = fakePiper({ clock: fakeClock(), members, listFails: () => failure });
  const noted: string[] = [];
  const noteMembers = async (organizationId: string) => {
    noted.push(organizationId);
  };
  const read = async (offset: number) => {
    const connected = { piper, connection: connection() };
    const { invites, ...page } = await listOpenInvites(
      { ...storage, noteMembers },
      connected,
      offset,
    );
    return { ...page, invites: invites.map(({ invitee, state }) => [invitee.address, state]) };
  };
  return { storage, read, noted };
}
const pendingAt = (at: number, since: number) =>
  member(address(at), { status: { kind: 'pending', since } });

describe('the list of open invites', () => {
  it('has what waits, then everybody who is pending in Piper, each newest first, ten on a page', async () => {
    const members = Array.from({ length: 15 }, (_, at) => pendingAt(100 + at, at));
    const joined = member('joined@example.com', { status: { kind: 'joined' } });
    const { read, noted } = await setUp({ waiting: 7, members: [joined, ...members] });
    const people = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => [address(114 - from - at), 'pending']);
    const waiting = Array.from({ length: 7 }, (_, at) => [address(at), 'waiting']);
    const counts = { waiting: 7, pending: 15 };
    expect(await read(0)).toEqual({ ...counts, offset: 0, invites: [...waiting, ...people(0, 3)] });
    expect(await read(10)).toEqual({ ...counts, offset: 10, invites: people(3, 13) });
    expect(await read(20)).toEqual({ ...counts, offset: 20, invites: people(13, 15) });
    expect(noted).toEqual(Array(3).fill(acme.id));
  });

  it.each([
    ['within its last page', 25, 20],
    ['at the end of a full page', 20, 10],
    ['with one page', 7, 0],
    ['with nothing left', 0, 0],
  ])('shows its last page where it has become shorter: %s', async (_, count, last) => {
    const members = Array.from({ length: count }, (_, at) => pendingAt(at, at));
    const { read } = await setUp({ members });
    const page = await read(30);
    expect([page.offset, page.invites.length]).toEqual([last, count - last]);
  });

  it('tells who invited somebody from Slack, as Piper has them now', async () => {
    const { storage } = await setUp({ waiting: 1 });
    const [claimed] = await storage.invitations.claim(
      acme.id,
      claimTerms(storedAt, 1, { limit: 1 }),
    );
    if (!claimed) throw new Error('nothing was claimed');
    const outcome = invited(address(0));
    await storage.invitations.end(claimed, { outcome, at: storedAt }, entry({}));
    const members = [member('P0@example.com', { roleName: 'Viewer' }), pendingAt(1, 1)];
    const { piper } = fakePiper({ clock: fakeClock(), members });
    const noteMembers = async () => {};
    const { invites } = await listOpenInvites(
      { ...storage, noteMembers },
      { piper, connection: connection() },
      0,
    );
    expect(invites.map(({ roleName, from }) => [roleName, from?.inviterId])).toEqual(
      [
        ['Viewer', 'UALICE'],
        ['Editor', undefined],
      ].toReversed(),
    );
  });

  it('is what was known before where Piper does not answer, and says so', async () => {
    const failure: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
    const { read, noted } = await setUp({ waiting: 12, failure });
    expect(await read(10)).toEqual({
      offset: 10,
      waiting: 12,
      pending: 0,
      unread: failure,
      invites: [
        [address(10), 'waiting'],
        [address(11), 'waiting'],
      ],
    });
    expect(noted).toEqual([]);
  });

  it('has, where Piper does not answer, who was pending when it did, as they were seen last', async () => {
    const { storage, read } = await setUp({
      waiting: 3,
      failure: { kind: 'unavailable', contact: 'not_sent' },
    });
    const claimed = await storage.invitations.claim(acme.id, claimTerms(storedAt, 1, { limit: 2 }));
    await Promise.all(
      claimed.map((each) => {
        const outcome = invited(each.invitee.address);
        const end = { outcome, at: storedAt, checkAt: storedAt };
        return storage.invitations.end(each, end, entry({}));
      }),
    );
    const known = await storage.followUps.lastOf(acme.id, address(0));
    const roleChange = { roleName: 'Viewer', at: storedAt };
    await storage.followUps.record(known?.id ?? '', { roleChange }, storedAt);
    const page = await read(0);
    expect(page).toMatchObject({ waiting: 1, pending: 2 });
    expect(page.invites).toContainEqual([address(2), 'waiting']);
    expect(page.invites).toContainEqual([address(1), 'pending']);
    const noteMembers = async () => {};
    const { piper } = fakePiper({ clock: fakeClock(), listFails: () => page.unread });
    const { invites } = await listOpenInvites(
      { ...storage, noteMembers },
      { piper, connection: connection() },
      0,
    );
    const roles = invites.map(({ invitee, roleName }) => `${invitee.address} ${roleName}`);
    expect(roles).toContain(`${address(0)} Viewer`);
    expect(roles).toContain(`${address(1)} Editor`);
  });
});
