import { expect, onTestFinished } from 'vitest';
import { createDelivery, type DeliveryTimes } from '../../src/delivery/deliver-invitations.ts';
import type { EndedInvitations } from '../../src/delivery/ended-invitations.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { ok, type Result } from '../../src/domain/result.ts';
import { delivery as limits } from '../../src/limits.ts';
import { createLogger } from '../../src/logger.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { ClaimedInvitation } from '../../src/usecases/ports/invitations.ts';
import type { PiperOrganization } from '../../src/usecases/ports/piper.ts';
import { trackWork } from '../../src/utils/track-work.ts';
import { acme } from './builders.ts';
import { eventually } from './eventually.ts';
import { fakeClock } from './fake-clock.ts';
import { type AddPlan, fakePiper } from './fake-piper.ts';
import type { LogLine } from './log-lines.ts';
import { openEmpty } from './storage.ts';
import { type BatchAbout, submit } from './submit-batch.ts';

export type OpenStorage = Awaited<ReturnType<typeof openEmpty>>;

export type Open = (
  invitation: ClaimedInvitation,
) => Promise<Result<PiperOrganization, PiperFailure>>;

type Added = Awaited<ReturnType<PiperOrganization['addMember']>>;

/**
 * Deliveries on a real storage, to a Piper in memory, under a clock that goes on only by `pass`. Waits are kept until their time
 * has come.
 */
export async function deliveries(
  options: Partial<Parameters<typeof fakePiper>[0]> & {
    random?: () => number;
    storage?: OpenStorage;
  } = {},
) {
  const { random = () => 0.5, storage: given, ...aboutPiper } = options;
  const storage = given ?? (await openEmpty());
  const clock = fakeClock(random);
  const fake = fakePiper({ clock, ...aboutPiper });
  const waits: { at: number; resolve: () => void }[] = [];
  const errors: unknown[] = [];
  const warnings: LogLine[] = [];
  const log = createLogger({
    level: 'warn',
    secrets: [],
    destination: {
      write: (text) => {
        const line = JSON.parse(text);
        if (line.level === 'error') errors.push(line.err);
        else warnings.push(line);
      },
    },
  });
  const changed: string[] = [];
  const ended: EndedInvitations[] = [];
  let processes = 0;

  function start(
    about: {
      invitations?: Partial<Storage['invitations']>;
      open?: Open;
      concurrency?: number;
      times?: DeliveryTimes;
      /** How far its clock is ahead, milliseconds. */
      skew?: number;
      /** It never comes to its end, so the test doesn't wait for it. */
      isKilled?: boolean;
    } = {},
  ) {
    processes += 1;
    const { skew = 0 } = about;
    const work = trackWork();
    const delivery = createDelivery({
      invitations: { ...storage.invitations, ...about.invitations },
      open: async (invitation) => {
        const opened = await (about.open?.(invitation) ?? ok(fake.piper));
        return opened.ok ? ok({ piper: opened.value }) : opened;
      },
      onChange: (batchId) => changed.push(batchId),
      onEnded: (each) => ended.push(each),
      owner: `process-${processes}`,
      work,
      concurrency: about.concurrency ?? limits.concurrency,
      now: () => clock.now() + skew,
      random,
      wait: (milliseconds) =>
        new Promise((resolve) => {
          waits.push({ at: clock.now() + milliseconds, resolve });
        }),
      log,
      ...(about.times && { times: about.times }),
    });
    if (!about.isKilled) onTestFinished(() => delivery.stop());
    return { ...delivery, idle: work.untilIdle };
  }

  /**
   * A process that is killed when so many invitations have reached the same point: it reads the member list, or it has called Piper,
   * whose answer it does not hear.
   */
  async function startAndKill(
    when: 'reading' | 'calling',
    { reach = limits.concurrency }: { reach?: number } = {},
  ): Promise<void> {
    let reached = 0;
    const stop = <T>() => {
      reached += 1;
      return new Promise<T>(() => {});
    };
    const { piper } = fake;
    const killed: PiperOrganization =
      when === 'reading'
        ? { ...piper, members: stop }
        : { ...piper, addMember: (...args) => piper.addMember(...args).then(stop<Added>) };
    const { wake } = start({
      isKilled: true,
      open: async () => ok(killed),
      invitations: { renew: async () => {} },
    });
    wake(acme.id);
    await eventually(() => expect(reached).toBe(reach));
  }

  /** Lets time go by, from one end of a wait to the next. */
  async function pass(milliseconds: number, delivery: { idle: () => Promise<void> }) {
    const end = clock.now() + milliseconds;
    await delivery.idle();
    for (;;) {
      const next = waits.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      waits.splice(waits.indexOf(next), 1);
      clock.advance(Math.max(0, next.at - clock.now()));
      next.resolve();
      await null;
      await delivery.idle();
    }
    clock.advance(Math.max(0, end - clock.now()));
  }

  const batch = (about: BatchAbout) => submit(storage, { at: clock.now(), ...about });
  const states = async (batchId: string) =>
    (await storage.batches.load(batchId))?.report.entries.map(({ state }) => state) ?? [];
  return {
    ...fake,
    storage,
    clock,
    waits,
    errors,
    warnings,
    changed,
    ended,
    start,
    startAndKill,
    pass,
    batch,
    states,
    kinds: async (batchId: string) => (await states(batchId)).map(({ kind }) => kind),
    /** Submits one batch, delivers it, and gives the states of its invitations. */
    deliver: async (about: BatchAbout, time = 0) => {
      const { id } = await batch(about);
      const delivery = start();
      delivery.wake(acme.id);
      await pass(time, delivery);
      return states(id);
    },
  };
}

/** How the calls for an address go, one after the other. */
export const plans =
  (...each: AddPlan[]) =>
  (_: string, call: number) =>
    each[call - 1];
