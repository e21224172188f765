import { expect, it } from 'vitest';
import { createFollowUp } from '../../src/delivery/follow-up.ts';
import { nextCheck } from '../../src/delivery/next-check.ts';
import { createNoteMembers } from '../../src/delivery/note-members.ts';
import { ok } from '../../src/domain/result.ts';
import { followUp as limits } from '../../src/limits.ts';
import type { FollowedInvitation, FollowUps } from '../../src/usecases/ports/follow-ups.ts';
import { connection, member } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { seededRandom } from '../helpers/seeded-random.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

it.each([
  ['five at a time in a month', 5, 30],
  ['one by one in two weeks', 1, 14],
])(
  '10,000 people who were invited %s to 500 organizations take no more than 2,000 looks a day, spread over it',
  async (_, together, days) => {
    const clock = fakeClock();
    const { now } = clock;
    const { log, lines } = keptLog();
    const random = seededRandom(1);
    const began = now();
    const count = 10_000;
    const invitedAtOf = Array.from(
      { length: ((days + 1) / days) * (count / together) },
      () => began + day - random() * (days + 1) * day,
    );
    /** Those of the day are still to be invited. */
    const people = Array.from({ length: invitedAtOf.length * together }, (_, at) => {
      const batch = Math.floor(at / together);
      const invitedAt = invitedAtOf[batch] ?? began;
      const organization = { id: `organization-${batch % 500}`, name: '' };
      return {
        organization,
        invitedAt,
        checkAt: nextCheck(organization.id, invitedAt, Math.max(invitedAt, began)),
        id: `${at}`,
      };
    });
    const byId = new Map(people.map((each) => [each.id, each]));
    const byOrganization = Map.groupBy(people, ({ organization }) => organization.id);
    const isDue = (at: number) => (each: (typeof people)[number]) =>
      each.checkAt !== undefined && each.checkAt <= at;
    const looks: { of: string; at: number }[] = [];
    const ada = member('ada@example.com');
    const followUps = {
      due: async (at) => [...new Set(people.filter(isDue(at)).map((each) => each.organization.id))],
      claim: async (id, { now: at }) =>
        (byOrganization.get(id) ?? []).filter(isDue(at)).map(
          (each): FollowedInvitation => ({
            ...each,
            batchId: each.id,
            workspace: { teamId: each.organization.id },
            inviterId: 'UALICE',
            invitee: { address: 'ada@example.com' },
            member: ada,
            isShown: true,
          }),
        ),
      settle: async (ids, _, at) => {
        for (const id of ids) Object.assign(byId.get(id) ?? {}, { checkAt: at });
      },
      takeReminder: async () => undefined,
    } as Partial<FollowUps> as FollowUps;
    const run = createFollowUp({
      followUps,
      noteMembers: createNoteMembers({
        followUps,
        updateConfirmation: async () => true,
        follow: (work) => work,
        now,
        log,
      }),
      findConnection: async ({ teamId }) => ({
        kind: 'connected',
        connection: connection({ id: teamId, organization: { id: teamId, name: '' } }),
        isFixed: false,
        checkAgain: async () => false,
        piper: {
          ...fakePiper({ clock }).piper,
          membersNow: async () => {
            looks.push({ of: teamId, at: now() });
            return ok({ members: [ada], readAt: now() });
          },
        },
      }),
      remindInviter: async () => {},
      now,
      log,
    });
    for (; now() < began + day; clock.advance(limits.pollInterval)) await run();

    expect(lines()).toEqual([]);
    expect(looks.length).toBeLessThanOrEqual(2_000);
    // Twice at least at everybody's organization, but for what the beginning and the end of the day cut off.
    expect(looks.length).toBeGreaterThan(1.95 * byOrganization.size);
    expect(new Set(looks.map(({ of }) => of)).size).toBe(byOrganization.size);
    const atOnce = [...Map.groupBy(looks, ({ at }) => at).values()].map(({ length }) => length);
    expect(Math.max(...atOnce)).toBeLessThan(0.02 * looks.length);
  },
);
