import { describe, expect, it } from 'vitest';
import { listOpenInvites } from '../../src/usecases/list-open-invites.ts';
import type { InvitationQueries } from '../../src/usecases/ports/invitation-queries.ts';
import { acme } from '../helpers/builders.ts';
import { openEmpty } from '../helpers/storage.ts';
import { submit } from '../helpers/submit-batch.ts';

/** The organization Acme with so many open invitations, and another one with a single one. */
async function setUp(count: number) {
  const storage = await openEmpty();
  const addresses = Array.from({ length: count }, (_, at) => `p${at}@example.com`);
  await submit(storage, { addresses });
  await submit(storage, {
    organization: { id: 'org-2', name: 'Globex' },
    addresses: ['elsewhere@example.com'],
  });
  const asked: number[] = [];
  const queries: Pick<InvitationQueries, 'open'> = {
    open: (organizationId, page) => {
      asked.push(page.offset);
      return storage.invitationQueries.open(organizationId, page);
    },
  };
  const read = async (offset: number) => {
    const page = await listOpenInvites(queries, acme.id, offset);
    return { ...page, invitations: page.invitations.map(({ invitee }) => invitee.address) };
  };
  return { read, asked };
}
const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `p${from + at}@example.com`);

describe('the list of open invites', () => {
  it('has ten on a page, of this organization alone', async () => {
    const { read, asked } = await setUp(25);
    expect(await read(0)).toEqual({ invitations: people(0, 10), offset: 0, total: 25 });
    expect(await read(10)).toEqual({ invitations: people(10, 20), offset: 10, total: 25 });
    expect(await read(20)).toEqual({ invitations: people(20, 25), offset: 20, total: 25 });
    expect(asked).toEqual([0, 10, 20]);
  });

  it.each([
    ['within its last page', 25, 20],
    ['at the end of a full page', 20, 10],
    ['with one page', 7, 0],
    ['with nothing left', 0, 0],
  ])('shows its last page where it has become shorter: %s', async (_, count, last) => {
    const { read } = await setUp(count);
    expect(await read(30)).toEqual({
      invitations: people(last, count),
      offset: last,
      total: count,
    });
  });
});
