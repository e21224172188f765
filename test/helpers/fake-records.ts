import type { AuditEntry } from '../../src/domain/audit.ts';
import { addressKey } from '../../src/domain/organization.ts';
import type { Audit, Invitations, StoredInvitation } from '../../src/usecases/storage-ports.ts';

/** Invitations and a record in memory, for use cases; `test/contracts` holds the real ones to the same behaviour. */
export function fakeRecords() {
  const stored: StoredInvitation[] = [];
  const entries: AuditEntry[] = [];
  let trouble: Error | undefined;
  const check = () => {
    if (trouble) throw trouble;
  };

  const invitations: Pick<Invitations, 'begin' | 'end'> = {
    begin: async (added, abandonedBefore) => {
      check();
      return added.map((invitation) => {
        const earlier = stored.filter(
          ({ organizationId, address }) =>
            organizationId === invitation.organizationId &&
            addressKey(address) === addressKey(invitation.address),
        );
        const open = earlier.find(({ state }) => state === 'sending');
        if (open && open.at >= abandonedBefore) return { kind: 'under_way', since: open.at };
        if (open) Object.assign(open, { state: 'unknown', reason: 'abandoned' });
        stored.push({ ...invitation, state: 'sending' });
        const previousEndedAt = earlier.at(-1)?.endedAt;
        return {
          kind: 'begun',
          isTakenOver: open !== undefined,
          ...(previousEndedAt !== undefined && { previousEndedAt }),
        };
      });
    },
    end: async (id, { at, ...end }, entry) => {
      check();
      const found = stored.find((invitation) => invitation.id === id);
      Object.assign(found ?? {}, { ...end, endedAt: at });
      entries.push(entry);
    },
  };
  const audit: Pick<Audit, 'append'> = {
    append: async (entry) => {
      check();
      entries.push(entry);
      return { ...entry, number: entries.length, previousHash: '', hash: '' };
    },
  };
  return {
    invitations,
    audit,
    stored,
    entries,
    /** From now on nothing can be stored. */
    fail: (error: Error) => {
      trouble = error;
    },
  };
}
