import { describe, expect, it } from 'vitest';
import type { Member } from '../../src/domain/organization.ts';
import { ok } from '../../src/domain/result.ts';
import { delivery as limits } from '../../src/limits.ts';
import type { PiperClient } from '../../src/piper/client.ts';
import { PiperError } from '../../src/piper/errors.ts';
import { createPiperOrganization } from '../../src/piper/organization.ts';
import { acme, editor } from '../helpers/builders.ts';
import { deliveries } from '../helpers/deliveries.ts';

const ada = 'ada@example.com';

const adaSince = (since: number): Member => ({
  userId: 'piper-ada',
  address: ada,
  roleId: editor.id,
  roleName: 'Editor',
  status: { kind: 'pending' },
  since,
});

/** A delivery through the product's own view of an organization; the test says what Piper's API answers. */
async function setUp(api: Pick<PiperClient, 'listMembers' | 'addMember'>) {
  const all = await deliveries({ random: () => 0 });
  const client: PiperClient = {
    ...api,
    listOrganizations: async () => [],
    listRoles: async () => [],
    changeRole: async () => {
      throw new PiperError({ kind: 'not_found' });
    },
    isAnswering: () => true,
  } as Partial<PiperClient> as PiperClient;
  const { clock } = all;
  const piper = createPiperOrganization({ client, organizationId: acme.id, clock });
  const process = all.start({ open: async () => ok(piper) });
  return { ...all, process };
}

describe('somebody whom the list shows only after a call that broke off', () => {
  it.each([
    ['was a member before the batch, and is not announced as newly invited', -1, 'already_member'],
    ['became a member by that call, and is', 0, 'invited'],
  ])('%s', async (_, before, kind) => {
    let looks = 0;
    let since = 0;
    let adds = 0;
    const { batch, process, pass, states, clock } = await setUp({
      listMembers: async () => {
        looks += 1;
        return looks > 2 ? [adaSince(since)] : [];
      },
      addMember: async () => {
        adds += 1;
        throw new PiperError({ kind: 'unavailable', contact: 'broken_off' });
      },
    });
    since = clock.now() - limits.piperClockSkew + before;
    const { id } = await batch({ addresses: [ada] });
    process.wake(acme.id);
    await pass(limits.settleAfterUnclear, process);
    expect(await states(id)).toMatchObject([{ kind, member: { userId: 'piper-ada', since } }]);
    expect(adds).toBe(1);
  });
});

describe('somebody who was just invited', () => {
  it('is a member for the next batch, before any list shows them', async () => {
    const adds: string[] = [];
    const { batch, process, pass, kinds, clock } = await setUp({
      listMembers: async () => [],
      addMember: async (_, address) => {
        adds.push(address);
        return adaSince(clock.now());
      },
    });
    const first = await batch({ addresses: [ada] });
    const second = await batch({ addresses: ['ADA@example.com'] });
    process.wake(acme.id);
    await pass(0, process);
    expect(await kinds(first.id)).toEqual(['invited']);
    expect(await kinds(second.id)).toEqual(['already_member']);
    expect(adds).toEqual([ada]);
  });
});
