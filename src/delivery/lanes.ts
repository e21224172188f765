import type { ClaimedInvitation } from '../usecases/ports/invitations.ts';
import { othersTurn } from '../utils/in-slices.ts';
import type { WorkTracker } from '../utils/track-work.ts';

/** An invitation that this process has leased; `letGo` ends its keeping of the lease. */
type Held = { invitation: ClaimedInvitation; letGo: () => void };

type Lane = { sending: number; ahead: Held[]; isLast: boolean; stopsUntil: number };

/** What one process has claimed of each organization: so many are sent at a time, and the others wait their turn here. */
export function createLanes(deps: {
  concurrency: number;
  now: () => number;
  /**
   * Sends one; never rejects. Its place is free for the next one when it calls `leave`, at the latest when it resolves. `leave` resolves
   * when the next one is on its way, if nothing else stands against it: what is left to do about this one does not hold that up.
   */
  send: (invitation: ClaimedInvitation, leave: () => Promise<void>) => Promise<void>;
  /** One was sent, and there may be more to claim. */
  onSent: (organizationId: string) => void;
  work: WorkTracker;
}) {
  const { concurrency, now, send, onSent, work } = deps;
  const lanes = new Map<string, Lane>();
  let isClosed = false;

  function laneOf(organizationId: string): Lane {
    const lane = lanes.get(organizationId) ?? {
      sending: 0,
      ahead: [],
      isLast: false,
      stopsUntil: 0,
    };
    lanes.set(organizationId, lane);
    return lane;
  }

  const isOpen = (organizationId: string): boolean =>
    !isClosed && (lanes.get(organizationId)?.stopsUntil ?? 0) <= now();

  function startNext(organizationId: string): void {
    const lane = laneOf(organizationId);
    while (lane.sending < concurrency && isOpen(organizationId)) {
      const next = lane.ahead.shift();
      if (!next) break;
      lane.sending += 1;
      start(organizationId, lane, next);
    }
    if (lane.sending === 0 && lane.ahead.length === 0) lanes.delete(organizationId);
  }

  function start(organizationId: string, lane: Lane, { invitation, letGo }: Held): void {
    let hasLeft = false;
    function freePlace(): void {
      if (hasLeft) return;
      hasLeft = true;
      lane.sending -= 1;
      startNext(organizationId);
    }
    async function leave(): Promise<void> {
      freePlace();
      // It is begun in one turn and sent in another, since undici lets one pass before it uses a connection again.
      await othersTurn();
      await othersTurn();
    }
    const sent = send(invitation, leave).then(() => {
      letGo();
      freePlace();
      onSent(organizationId);
    });
    void work.follow(sent);
  }

  /** What waits, which is no longer kept. */
  function takeBack(organizationId: string): ClaimedInvitation[] {
    const held = lanes.get(organizationId)?.ahead.splice(0) ?? [];
    for (const { letGo } of held) letGo();
    return held.map(({ invitation }) => invitation);
  }

  return {
    /** Whether anything may be started. */
    isOpen,

    /** Whether more should be claimed: fewer wait than can be sent at a time, and the last claim found enough, or a place is free. */
    wantsMore: (organizationId: string): boolean => {
      const { sending, ahead, isLast } = laneOf(organizationId);
      return ahead.length < concurrency && !(isLast && sending >= concurrency);
    },

    add: (organizationId: string, held: readonly Held[]): void => {
      const lane = laneOf(organizationId);
      lane.ahead.push(...held);
      lane.isLast = held.length < concurrency;
      startNext(organizationId);
    },

    takeBack,

    /** Starts nothing more of an organization until then (epoch milliseconds). Returns what `takeBack` does. */
    stop: (organizationId: string, until: number): ClaimedInvitation[] => {
      laneOf(organizationId).stopsUntil = until;
      return takeBack(organizationId);
    },

    /** Starts nothing more at all. Returns what `takeBack` does. */
    close: (): ClaimedInvitation[] => {
      isClosed = true;
      return [...lanes.keys()].flatMap(takeBack);
    },
  };
}
