import type { PiperFailure } from '../../src/domain/failures.ts';
import { findMember, type Member, type Role } from '../../src/domain/organization.ts';
import { err, ok } from '../../src/domain/result.ts';
import { piper as limits } from '../../src/limits.ts';
import type { MemberList, PiperOrganization } from '../../src/usecases/ports/piper.ts';
import { acmeDetails, editor, member, viewer } from './builders.ts';
import type { FakeClock } from './fake-clock.ts';

/** How one call to add somebody goes: what it answers, and whether Piper stores the member at all, now or in milliseconds. */
export type AddPlan = {
  answers: 'member' | PiperFailure;
  stores?: 'now' | 'never' | { after: number };
};

/**
 * A Piper organization in memory. It stores whatever it is told to, the same address twice if need be, so that a test sees
 * what the product itself prevents; with `isUnique` it refuses an address that it has, as Piper is thought to.
 */
export function fakePiper(options: {
  clock: FakeClock;
  members?: Member[];
  roles?: Role[];
  isUnique?: boolean;
  /** What happens to the nth call to add this address, from 1; a good answer where it gives nothing. */
  plan?: (address: string, call: number) => AddPlan | undefined;
  /** Why the nth look at the member list fails, from 1. */
  listFails?: (look: number) => PiperFailure | undefined;
}) {
  const { clock, isUnique = false, plan = () => undefined, listFails = () => undefined } = options;
  const { roles = [editor, viewer] } = options;
  const members: Member[] = [...(options.members ?? [])];
  let late: { member: Member; at: number }[] = [];
  let looks = 0;
  let atOnce = 0;
  const seen = { adds: [] as string[], looks: 0, mostAtOnce: 0 };
  let remembered: { members: Member[]; readAt: number } | undefined;

  function storeInto(list: Member[], added: Member): void {
    const isRejected = isUnique && findMember(list, added.address ?? '');
    if (!isRejected) list.push(added);
  }

  function storeWhatIsDue(): void {
    const now = clock.now();
    for (const { member: added } of late.filter(({ at }) => at <= now)) storeInto(members, added);
    late = late.filter(({ at }) => at > now);
  }

  const look = async () => {
    looks += 1;
    seen.looks += 1;
    await null;
    storeWhatIsDue();
    const failure = listFails(looks);
    return failure ? err(failure) : ok({ members: [...members], readAt: clock.now() });
  };

  const piper: PiperOrganization = {
    details: async () => ok(acmeDetails),
    roles: async () => ok(roles),
    rights: async () => ok({ details: acmeDetails, roles }),
    remembered: () => undefined,
    isAnswering: () => true,
    members: async () => (remembered ? ok(remembered) : look()),
    membersNow: look,
    changeRole: async (userId, roleId) => {
      const at = members.findIndex((each) => each.userId === userId);
      const role = roles.find(({ id }) => id === roleId);
      const found = members[at];
      if (!found || !role) return err({ kind: 'not_found' });
      members[at] = { ...found, roleId, roleName: role.name };
      return ok(members[at]);
    },
    addMember: async (address, roleId) => {
      seen.adds.push(address);
      const call = seen.adds.filter((each) => each === address).length;
      atOnce += 1;
      seen.mostAtOnce = Math.max(seen.mostAtOnce, atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      storeWhatIsDue();
      const { answers, stores } = plan(address, call) ?? { answers: 'member' };
      if (isUnique && findMember(members, address)) {
        return answers === 'member' || answers.kind !== 'unavailable'
          ? err({ kind: 'conflict' })
          : err(answers);
      }
      const added = member(address, {
        roleName: roleId === editor.id ? 'Editor' : 'Viewer',
        since: clock.now(),
      });
      const when = stores ?? (answers === 'member' ? 'now' : 'never');
      if (when === 'now') members.push(added);
      else if (when !== 'never') late.push({ member: added, at: clock.now() + when.after });
      return answers === 'member' ? ok(added) : err(answers);
    },
  };

  return {
    piper,
    seen,
    /** Memberships, those that Piper stores later included. */
    memberships: (address: string) => {
      const all = [...members];
      for (const { member: added } of late) storeInto(all, added);
      return all.filter((each) => each.address?.toLowerCase() === address.toLowerCase());
    },
    /** The same organization through a client of its own, which remembers the member list as the product's does. */
    ownClient: (): PiperOrganization => {
      let own: MemberList | undefined;
      const membersNow = async () => {
        const list = await look();
        if (list.ok) own = list.value;
        return list;
      };
      return {
        ...piper,
        membersNow,
        members: async () =>
          own && clock.now() - own.readAt < limits.membersTtl ? ok(own) : membersNow(),
        addMember: async (...args) => {
          const added = await piper.addMember(...args);
          if (added.ok && own) own = { ...own, members: [...own.members, added.value] };
          return added;
        },
      };
    },
    /** Makes `members()` give this list, read at that time, instead of a new one. */
    remember: (list: Member[], readAt: number) => {
      remembered = { members: list, readAt };
    },
  };
}
