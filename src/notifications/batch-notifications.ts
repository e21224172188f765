import type { Logger } from 'pino';
import type { WorkspaceRef } from '../domain/connection.ts';
import { isEnded, type OrderReport, type PostedMessage } from '../domain/invitation.ts';
import { telling as tellingLimits } from '../limits.ts';
import type { Heard, Messenger } from '../slack/messenger.ts';
import type { Orders, StoredOrder } from '../usecases/ports/storage.ts';
import { withReference } from '../utils/request-reference.ts';
import { orderDelayed } from '../views/batch-delayed.ts';
import { orderConfirmation, orderProblems } from '../views/batch-messages.ts';
import { isLong } from '../views/invite-confirmation.ts';
import { canTellAll } from '../views/invite-problems.ts';
import { resultFile } from '../views/result-file.ts';

/** What a test may shorten; milliseconds. */
export type TellingTimes = Partial<{ lease: number; again: number }>;

/**
 * Tells people how an order stands: many people while it is being sent, in one message that changes at most once a second;
 * everybody when it has ended. The conversation hears of who was invited, the inviter alone of what did not work. One process at
 * a time tells of an order; what Slack does not take is tried again later. A process that dies between Slack's answer and its
 * own note says the same once more.
 */
export function createTelling(deps: {
  orders: Pick<Orders, 'find' | 'beginTelling' | 'endTelling' | 'noteDelay' | 'toTell'>;
  /** Undefined where the app is not installed, or its token cannot be had. */
  messengerOf: (workspace: WorkspaceRef) => Promise<Messenger | undefined>;
  now: () => number;
  /** From 0 up to, but without, 1. */
  random: () => number;
  wait: (milliseconds: number) => Promise<void>;
  log: Logger;
  times?: TellingTimes;
}) {
  const limits = { ...tellingLimits, ...deps.times };
  const { orders, messengerOf, now, random, wait, log } = deps;
  const underWay = new Map<string, Promise<void>>();
  const changedAgain = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  /** Until when nothing is said of how far an order is: for good where its conversation takes no message, or has lost it. */
  const silentUntil = new Map<string, number>();
  let isStopped = false;

  /** Something has changed about an order. */
  function changed(orderId: string): void {
    if (isStopped) return;
    if (underWay.has(orderId)) {
      changedAgain.add(orderId);
      return;
    }
    const work = withErrors(orderId, () => tellAndRest(orderId)).finally(() => {
      underWay.delete(orderId);
      if (changedAgain.delete(orderId)) changed(orderId);
    });
    underWay.set(orderId, work);
  }

  async function tellAndRest(orderId: string): Promise<void> {
    const found = await orders.find(orderId);
    if (!found || found.order.isTold) return;
    const { order, report } = found;
    const isOver = isEnded(report);
    const at = now();
    if (at >= order.at + limits.silence) await tellDelay(order, report);
    if (!isOver && !isLong(report)) return;

    // Whoever tells of it now, or looks for work next, tells the rest.
    if (!(await orders.beginTelling(orderId, at, at + limits.lease))) return;
    // As those who told of it before have left it.
    const latest = (await orders.find(orderId)) ?? found;
    const tell = isEnded(latest.report) ? tellEnd : tellProgress;
    await withReference(order.reference, () => tell(latest.order, latest.report));
    if (tell === tellProgress) await wait(limits.every);
  }

  function later(orderId: string, pause: number): void {
    void wait(pause).then(() => changed(orderId));
  }

  async function tellProgress(order: StoredOrder, report: OrderReport): Promise<void> {
    let posted: PostedMessage | undefined;
    try {
      if ((silentUntil.get(order.id) ?? 0) > now()) return;
      const messenger = await messengerOf(order.workspace);
      const message = orderConfirmation(report);
      if (!messenger || !message) return;
      if (order.posted) {
        const changed = await messenger.change(order.posted, message);
        if (changed === 'gone') silentUntil.set(order.id, Number.POSITIVE_INFINITY);
        if (changed === 'failed') silentUntil.set(order.id, now() + limits.afterRefusal);
      } else {
        posted = await messenger.post(order.audience.channel, message);
        if (!posted) silentUntil.set(order.id, Number.POSITIVE_INFINITY);
      }
    } finally {
      await orders.endTelling(order.id, posted ? { posted } : {});
    }
  }

  async function tellEnd(order: StoredOrder, report: OrderReport): Promise<void> {
    silentUntil.delete(order.id);
    const told = await sayEnd(order, report);
    const at = now();
    if (told.isAnnounced && told.isInviterTold) {
      return orders.endTelling(order.id, { ...told, toldAt: at });
    }
    const endedAt = report.lastEndedAt ?? order.at;
    if (at >= endedAt + limits.giveUpAfter) {
      log.error({ orderId: order.id }, 'an order that has ended could not be told of for a day');
      return orders.endTelling(order.id, { ...told, toldAt: at });
    }
    const pause = Math.ceil(Math.max(limits.again, (at - endedAt) / 2) * (1 + random()));
    await orders.endTelling(order.id, { ...told, again: at + pause });
    later(order.id, pause);
  }

  async function sayEnd(order: StoredOrder, report: OrderReport) {
    const messenger = await messengerOf(order.workspace);
    if (!messenger) {
      // It may be installed again, or its token be renewed or become readable.
      log.warn({ orderId: order.id }, 'there is no way into the workspace: nobody is told');
      return { isAnnounced: false, isInviterTold: false };
    }
    const [{ isHeard: isAnnounced, posted }, isInviterTold] = await Promise.all([
      announce(messenger, order, report),
      tellInviter(messenger, order, report),
    ]);
    return { ...(posted && { posted }), isAnnounced, isInviterTold };
  }

  async function announce(
    messenger: Messenger,
    order: StoredOrder,
    report: OrderReport,
  ): Promise<Heard> {
    const message = orderConfirmation(report);
    // What only went wrong concerns nobody but the inviter, unless people saw how far it was.
    const isNews = order.posted || report.entries.some(({ standing }) => 'member' in standing);
    if (order.isAnnounced || !message || !isNews) return { isHeard: true };
    const { posted, audience, inviterId } = order;
    const to = { channel: audience.channel, responseUrl: audience.channelUrl, userId: inviterId };
    if (!posted) return messenger.announce(to, message);
    const changed = await messenger.change(posted, message);
    return changed === 'gone' ? messenger.announce(to, message) : { isHeard: changed === 'done' };
  }

  async function tellInviter(
    messenger: Messenger,
    order: StoredOrder,
    report: OrderReport,
  ): Promise<boolean> {
    if (order.isInviterTold) return true;
    const uploaded = canTellAll(report) ? undefined : await messenger.upload(resultFile(report));
    if (typeof uploaded === 'object') {
      const message = orderProblems(report, 'sent');
      if (message && (await messenger.reachWithFile(order.inviterId, message, uploaded)))
        return true;
    }
    const message = orderProblems(report, typeof uploaded === 'object' ? 'not_sent' : uploaded);
    return message ? messenger.reach(inviterOf(order), message) : true;
  }

  async function tellDelay(order: StoredOrder, report: OrderReport): Promise<void> {
    if (order.isDelayTold || isEnded(report) || !isDelayed(report)) return;
    if (!(await orders.noteDelay(order.id))) return;
    const messenger = await messengerOf(order.workspace);
    await messenger?.tell(inviterOf(order), orderDelayed(report));
  }

  return {
    changed,

    /**
     * Changes the message in the conversation to what is known now of an order that was told. False where Slack did not take it,
     * or where the order has yet to be told.
     */
    retell: async (orderId: string): Promise<boolean> => {
      const found = await orders.find(orderId);
      if (!found?.order.isTold) return found === undefined;
      const { posted, reference, workspace } = found.order;
      const message = orderConfirmation(found.report);
      if (!posted || !message) return true;
      const messenger = await messengerOf(workspace);
      const change = () => messenger?.change(posted, message);
      return (await withReference(reference, async () => change())) !== 'failed';
    },

    /** Tells the inviter of a new order if it has not ended after a while. */
    watch: (orderId: string): void => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        changed(orderId);
      }, limits.silence);
      timers.add(timer);
    },

    /** Looks for what has ended and was not told, whoever left it. */
    tick: async (): Promise<void> => {
      for (const orderId of await orders.toTell(now())) changed(orderId);
    },

    /** Resolves when nothing is being told. */
    idle,

    /** Begins nothing more, once what is being told is told; resolves then. */
    stop: async (): Promise<void> => {
      for (const timer of timers) clearTimeout(timer);
      await idle();
      isStopped = true;
    },
  };

  async function idle(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay.values());
  }

  async function withErrors(orderId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.error({ err: error, orderId }, 'an order could not be told of');
    }
  }
}

/** A long order shows by itself how far it is, as long as it goes on. */
const isDelayed = (report: OrderReport): boolean =>
  !isLong(report) ||
  report.entries.some(({ standing }) => standing.kind === 'waiting' && standing.failure);

const inviterOf = ({ inviterId, audience }: StoredOrder) => ({
  userId: inviterId,
  responseUrl: audience.inviterUrl,
});
