import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { err, ok } from '../../src/domain/result.ts';
import { delivery as limits } from '../../src/limits.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { acme, editor, viewer } from '../helpers/builders.ts';
import { deliveries } from '../helpers/deliveries.ts';

const unauthorized: PiperFailure = { kind: 'unauthorized' };
const crowd = Array.from({ length: 500 }, (_, at) => `p${at}@example.com`);

describe('a batch of 500 people', () => {
  it('whose token Piper refuses for the first calls makes no others', async () => {
    const { deliver, seen, errors } = await deliveries({
      plan: () => ({ answers: unauthorized }),
    });
    const states = await deliver({ addresses: crowd });
    expect(states).toEqual(Array(500).fill({ kind: 'failed', failure: unauthorized }));
    expect(seen.adds.length).toBeLessThanOrEqual(limits.concurrency);
    expect(seen.looks).toBeLessThanOrEqual(limits.concurrency);
    expect(errors).toEqual([]);
  });

  it('whose token may not even read the members asks no more than the first time', async () => {
    const { deliver, seen } = await deliveries({ listFails: () => unauthorized });
    const states = await deliver({ addresses: crowd });
    expect(states).toEqual(Array(500).fill({ kind: 'failed', failure: unauthorized }));
    expect(seen.adds).toEqual([]);
    expect(seen.looks).toBeLessThanOrEqual(limits.concurrency);
  });

  it.each<PiperFailure>([
    { kind: 'forbidden' },
    { kind: 'not_found' },
    { kind: 'invalid', fields: ['role_id'] },
  ])('whose role Piper does not give makes no other calls for that role: %o', async (failure) => {
    const { deliver, piper, seen, errors } = await deliveries();
    const add = piper.addMember;
    let refusals = 0;
    piper.addMember = async (address, roleId) => {
      if (roleId !== viewer.id) return add(address, roleId);
      refusals += 1;
      return err(failure);
    };
    const states = await deliver({
      invitees: crowd.map((address, at) => ({
        invitee: { address },
        role: at < 10 ? editor : viewer,
      })),
    });
    expect(refusals).toBeLessThanOrEqual(limits.concurrency);
    expect(seen.adds).toHaveLength(10);
    expect(states.filter(({ kind }) => kind === 'failed')).toHaveLength(490);
    expect(errors).toEqual([]);
  });
});

describe('a failure that everybody in a batch would meet', () => {
  it('is in the record for each of them, in the name of the inviter, with their own address and role', async () => {
    const { deliver, storage, seen } = await deliveries({
      plan: () => ({ answers: unauthorized }),
    });
    await deliver({
      reference: '7f3k2q',
      invitees: [
        ...Array.from({ length: 8 }, (_, at) => ({
          invitee: { address: `p${at}@example.com` },
          role: editor,
        })),
        { invitee: { address: 'last@example.com' }, role: viewer },
      ],
    });
    expect(seen.adds).not.toContain('last@example.com');
    const record = await auditRecord(storage.location, 'T1');
    expect(record.find(({ subject }) => subject === 'last@example.com')).toMatchObject({
      actor: 'UALICE',
      action: 'invite',
      surface: 'form',
      outcome: 'failed',
      details: {
        organization: acme.id,
        role: 'Viewer',
        reason: 'unauthorized',
        reference: '7f3k2q',
      },
    });
  });

  it('leaves alone what another workspace sends to the same organization with a token of its own', async () => {
    const { batch, start, pass, piper, kinds, seen } = await deliveries();
    const first = await batch({ addresses: ['ada@example.com', 'grace@example.com'] });
    const second = await batch({
      workspace: { teamId: 'T2' },
      addresses: crowd.slice(0, 10),
    });
    const refusing = { ...piper, addMember: async () => err(unauthorized) };
    const process = start({
      open: async ({ workspace }) => ok(workspace.teamId === 'T1' ? refusing : piper),
    });
    process.wake(acme.id);
    await pass(0, process);
    expect(await kinds(first.id)).toEqual(['failed', 'failed']);
    expect(await kinds(second.id)).toEqual(Array(10).fill('invited'));
    expect(seen.adds).toHaveLength(10);
  });
});

it('how invitations ended is told with how many did, those that were never sent among them', async () => {
  const { deliver, ended } = await deliveries({
    plan: (address) => (address === 'ada@example.com' ? undefined : { answers: unauthorized }),
  });
  await deliver({ addresses: ['ada@example.com'] });
  expect(ended).toEqual([{ outcome: 'invited', count: 1 }]);
  ended.length = 0;
  await deliver({ addresses: crowd });
  expect(ended.map(({ count }) => count)).not.toContain(0);
  expect(ended.reduce((sum, { count }) => sum + count, 0)).toBe(crowd.length);
  expect(ended.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual(
    Array(ended.length).fill('failed unauthorized'),
  );
});
