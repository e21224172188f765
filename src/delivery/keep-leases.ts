import type { Logger } from 'pino';
import type { Invitations, Lease } from '../usecases/ports/invitations.ts';

/**
 * Keeps the leases of what one process is sending, all of them with one statement at a time. None of them proves that an
 * invitation may be sent: see `Invitations.begin`.
 */
export function keepLeases(deps: {
  invitations: Pick<Invitations, 'renew'>;
  /** Names this process. */
  owner: string;
  now: () => number;
  log: Logger;
  /** Milliseconds. */
  lease: number;
  renewInterval: number;
}) {
  const { invitations, owner, now, log, lease, renewInterval } = deps;
  const held = new Set<Lease>();
  let timer: NodeJS.Timeout | undefined;
  let renewal: Promise<void> | undefined;
  let renewals = 0;
  /** Until when all of them last. */
  let until = 0;

  /** Calls during a renewal share it. Rejects when the storage fails. */
  const renew = (): Promise<void> => {
    renewal ??= extend().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  async function extend(): Promise<void> {
    const next = now() + lease;
    await invitations.renew(owner, [...held], next);
    until = next;
    renewals += 1;
  }

  return {
    /** Keeps one that was just given out, until the returned function is called. */
    hold: (leased: Lease, leasedUntil: number): (() => void) => {
      if (held.size === 0) until = leasedUntil;
      held.add(leased);
      timer ??= setInterval(() => {
        renew().catch((error) => log.error({ err: error }, 'leases could not be renewed'));
      }, renewInterval).unref();
      return () => {
        held.delete(leased);
        if (held.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },

    /** Renews those that may have expired, since a process must not take them for those of another one. */
    renewExpired: async (): Promise<void> => {
      if (held.size > 0 && until <= now()) await renew();
    },

    /** How often they were renewed: it grows as long as the storage answers. */
    renewals: () => renewals,
  };
}
