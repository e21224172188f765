import type { Logger } from 'pino';
import type { WorkspaceRef } from '../domain/connection.ts';
import { type BatchReport, isEnded, type PostedMessage } from '../domain/invitation.ts';
import { notifications as notificationLimits } from '../limits.ts';
import type { DeliveryResult, Messenger } from '../slack/messenger.ts';
import type { BatchNotifications, StoredBatch } from '../usecases/ports/batches.ts';
import { withReference } from '../utils/request-reference.ts';
import { batchDelayed } from '../views/batch-delayed.ts';
import { batchConfirmation, batchProblems } from '../views/batch-messages.ts';
import { isLong } from '../views/invite-confirmation.ts';
import { canTellAll } from '../views/invite-problems.ts';
import { resultFile } from '../views/result-file.ts';

/** What a test may shorten; milliseconds. */
export type NotificationTimes = Partial<{ lease: number; again: number }>;

/**
 * Tells people how an order stands: many people while it is being sent, in one message that changes at most once a second;
 * everybody when it has ended. The conversation hears of who was invited, the inviter alone of what did not work. One process at
 * a time tells of an order; what Slack does not take is tried again later. A process that dies between Slack's answer and its
 * own note says the same once more.
 */
export function createBatchNotifications(deps: {
  batches: BatchNotifications;
  /** Undefined where the app is not installed, or its token cannot be had. */
  messengerOf: (workspace: WorkspaceRef) => Promise<Messenger | undefined>;
  now: () => number;
  /** From 0 up to, but without, 1. */
  random: () => number;
  wait: (milliseconds: number) => Promise<void>;
  log: Logger;
  times?: NotificationTimes;
}) {
  const limits = { ...notificationLimits, ...deps.times };
  const { batches, messengerOf, now, random, wait, log } = deps;
  const underWay = new Map<string, Promise<void>>();
  const changedAgain = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  /** Until when nothing is said of how far an order is: for good where its conversation takes no message, or has lost it. */
  const silentUntil = new Map<string, number>();
  let isStopped = false;

  /** Something has changed about an order. */
  function changed(batchId: string): void {
    if (isStopped) return;
    if (underWay.has(batchId)) {
      changedAgain.add(batchId);
      return;
    }
    const work = withErrors(batchId, () => notifyAndPause(batchId)).finally(() => {
      underWay.delete(batchId);
      if (changedAgain.delete(batchId)) changed(batchId);
    });
    underWay.set(batchId, work);
  }

  async function notifyAndPause(batchId: string): Promise<void> {
    const found = await batches.load(batchId);
    if (!found || found.batch.isNotified) return;
    const { batch, report } = found;
    const isOver = isEnded(report);
    const at = now();
    if (at >= batch.at + limits.silence) await notifyDelay(batch, report);
    if (!isOver && !isLong(report)) return;

    // Whoever tells of it now, or looks for work next, tells the rest.
    if (!(await batches.claimNotification(batchId, at, at + limits.lease))) return;
    // As those who told of it before have left it.
    const latest = (await batches.load(batchId)) ?? found;
    const tell = isEnded(latest.report) ? notifyEnd : notifyProgress;
    await withReference(batch.reference, () => tell(latest.batch, latest.report));
    if (tell === notifyProgress) await wait(limits.every);
  }

  function later(batchId: string, pause: number): void {
    void wait(pause).then(() => changed(batchId));
  }

  async function notifyProgress(batch: StoredBatch, report: BatchReport): Promise<void> {
    let posted: PostedMessage | undefined;
    try {
      if ((silentUntil.get(batch.id) ?? 0) > now()) return;
      const messenger = await messengerOf(batch.workspace);
      const message = batchConfirmation(report);
      if (!messenger || !message) return;
      if (batch.posted) {
        const changed = await messenger.change(batch.posted, message);
        if (changed === 'gone') silentUntil.set(batch.id, Number.POSITIVE_INFINITY);
        if (changed === 'failed') silentUntil.set(batch.id, now() + limits.afterRefusal);
      } else {
        posted = await messenger.post(batch.audience.channel, message);
        if (!posted) silentUntil.set(batch.id, Number.POSITIVE_INFINITY);
      }
    } finally {
      await batches.recordNotification(batch.id, posted ? { posted } : {});
    }
  }

  async function notifyEnd(batch: StoredBatch, report: BatchReport): Promise<void> {
    silentUntil.delete(batch.id);
    const told = await sayEnd(batch, report);
    const at = now();
    if (told.isAnnounced && told.isInviterNotified) {
      return batches.recordNotification(batch.id, { ...told, notifiedAt: at });
    }
    const endedAt = report.lastEndedAt ?? batch.at;
    if (at >= endedAt + limits.giveUpAfter) {
      log.error({ batchId: batch.id }, 'an order that has ended could not be told of for a day');
      return batches.recordNotification(batch.id, { ...told, notifiedAt: at });
    }
    const pause = Math.ceil(Math.max(limits.again, (at - endedAt) / 2) * (1 + random()));
    await batches.recordNotification(batch.id, { ...told, again: at + pause });
    later(batch.id, pause);
  }

  async function sayEnd(batch: StoredBatch, report: BatchReport) {
    const messenger = await messengerOf(batch.workspace);
    if (!messenger) {
      // It may be installed again, or its token be renewed or become readable.
      log.warn({ batchId: batch.id }, 'there is no way into the workspace: nobody is told');
      return { isAnnounced: false, isInviterNotified: false };
    }
    const [{ isDelivered: isAnnounced, posted }, isInviterNotified] = await Promise.all([
      announce(messenger, batch, report),
      notifyInviter(messenger, batch, report),
    ]);
    return { ...(posted && { posted }), isAnnounced, isInviterNotified };
  }

  async function announce(
    messenger: Messenger,
    batch: StoredBatch,
    report: BatchReport,
  ): Promise<DeliveryResult> {
    const message = batchConfirmation(report);
    // What only went wrong concerns nobody but the inviter, unless people saw how far it was.
    const isNews = batch.posted || report.entries.some(({ state }) => 'member' in state);
    if (batch.isAnnounced || !message || !isNews) return { isDelivered: true };
    const { posted, audience, inviterId } = batch;
    const to = { channel: audience.channel, responseUrl: audience.channelUrl, userId: inviterId };
    if (!posted) return messenger.announce(to, message);
    const changed = await messenger.change(posted, message);
    return changed === 'gone'
      ? messenger.announce(to, message)
      : { isDelivered: changed === 'done' };
  }

  async function notifyInviter(
    messenger: Messenger,
    batch: StoredBatch,
    report: BatchReport,
  ): Promise<boolean> {
    if (batch.isInviterNotified) return true;
    const uploaded = canTellAll(report) ? undefined : await messenger.upload(resultFile(report));
    if (typeof uploaded === 'object') {
      const message = batchProblems(report, 'sent');
      if (message && (await messenger.tellWithFile(batch.inviterId, message, uploaded)))
        return true;
    }
    const message = batchProblems(report, typeof uploaded === 'object' ? 'not_sent' : uploaded);
    return message ? messenger.tell(inviterOf(batch), message) : true;
  }

  async function notifyDelay(batch: StoredBatch, report: BatchReport): Promise<void> {
    if (batch.isDelayNotified || isEnded(report) || !isDelayed(report)) return;
    if (!(await batches.noteDelay(batch.id))) return;
    const messenger = await messengerOf(batch.workspace);
    await messenger?.tell(inviterOf(batch), batchDelayed(report));
  }

  return {
    changed,

    /**
     * Changes the message in the conversation to what is known now of an order that was told. False where Slack did not take it,
     * or where the order has yet to be told.
     */
    updateConfirmation: async (batchId: string): Promise<boolean> => {
      const found = await batches.load(batchId);
      if (!found?.batch.isNotified) return found === undefined;
      const { posted, reference, workspace } = found.batch;
      const message = batchConfirmation(found.report);
      if (!posted || !message) return true;
      const messenger = await messengerOf(workspace);
      const change = () => messenger?.change(posted, message);
      return (await withReference(reference, async () => change())) !== 'failed';
    },

    /** Tells the inviter of a new order if it has not ended after a while. */
    watch: (batchId: string): void => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        changed(batchId);
      }, limits.silence);
      timers.add(timer);
    },

    /** Looks for what has ended and was not told, whoever left it. */
    tick: async (): Promise<void> => {
      for (const batchId of await batches.dueNotifications(now())) changed(batchId);
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

  async function withErrors(batchId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.error({ err: error, batchId }, 'an order could not be told of');
    }
  }
}

/** A long order shows by itself how far it is, as long as it goes on. */
const isDelayed = (report: BatchReport): boolean =>
  !isLong(report) || report.entries.some(({ state }) => state.kind === 'waiting' && state.failure);

const inviterOf = ({ inviterId, audience }: StoredBatch) => ({
  userId: inviterId,
  responseUrl: audience.inviterUrl,
});
