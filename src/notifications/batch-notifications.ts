import type { Logger } from 'pino';
import { type BatchReport, isEnded, type PostedMessage } from '../domain/invitation.ts';
import type { PiperPagesOf } from '../domain/piper-pages.ts';
import { notifications as notificationLimits } from '../limits.ts';
import type { DeliveryResult, Messenger } from '../slack/messenger.ts';
import type { MessengerOf } from '../slack/messenger-of.ts';
import type { BatchNotifications, StoredBatch } from '../usecases/ports/batches.ts';
import type { TokenRemedyOf } from '../usecases/token-remedy.ts';
import type { Clock } from '../utils/clock.ts';
import { batchFields } from '../utils/log-fields.ts';
import { withReference } from '../utils/request-reference.ts';
import { oneAtATime, type WorkTracker } from '../utils/track-work.ts';
import { batchDelayed, delayOver } from '../views/batch-delayed.ts';
import { batchConfirmation, batchProblems } from '../views/batch-messages.ts';
import { confirmedElsewhere } from '../views/confirmed-elsewhere.ts';
import { showsProgress } from '../views/invite-confirmation.ts';
import { fitsInMessage, hasTokenFailure, isTokenInDoubt } from '../views/invite-problems.ts';
import { resultFile } from '../views/result-file.ts';

/** What a test may shorten; milliseconds. */
export type NotificationTimes = Partial<{ lease: number; retryDelay: number }>;

/**
 * Notifies people of their batches. The conversation gets a confirmation of who was invited, which shows the progress of a long
 * batch and is edited at most once a second; the inviter alone gets what did not work. One process at a time notifies of a batch,
 * and what Slack does not accept is attempted again later. What it may have accepted without saying so is not posted again: the
 * inviter alone is told instead. A process that dies after Slack's answer and before storing it leads to the same message once more.
 */
export function createBatchNotifications(
  deps: Clock & {
    batches: BatchNotifications;
    messengerOf: MessengerOf;
    piperPages: PiperPagesOf;
    tokenRemedyOf: TokenRemedyOf;
    /** Shows in requests what became of them: the end of a batch is the end of the one that it came from. */
    showRequests: () => Promise<void>;
    work: WorkTracker;
    log: Logger;
    times?: NotificationTimes | undefined;
  },
) {
  const limits = { ...notificationLimits, ...deps.times };
  const { batches, messengerOf, piperPages, tokenRemedyOf, work, now, random, wait, log } = deps;
  const timers = new Set<NodeJS.Timeout>();
  /** Until when no progress is posted: forever where the conversation accepts no message, or has deleted it. */
  const silentUntil = new Map<string, number>();
  let isStopped = false;

  /** The state of a batch has changed. */
  const changed = oneAtATime(work, async (batchId) => {
    try {
      if (!isStopped) await notifyAndPause(batchId);
    } catch (error) {
      log.error({ err: error, batch: batchId }, 'batch notification failed');
    }
  });

  async function notifyAndPause(batchId: string): Promise<void> {
    const found = await batches.load(batchId);
    if (!found || found.batch.isNotified) return;
    return withReference(found.batch.reference, () => notify(found.batch, found.report));
  }

  async function notify(batch: StoredBatch, report: BatchReport): Promise<void> {
    const at = now();
    const isLate = at >= batch.at + limits.delayNoticeAfter && isDelayNews(batch, report);
    if (!isEnded(report) && !showsProgress(report) && !isLate) return;

    // The process that has the claim, or that polls next, sends the rest.
    if (!(await batches.claimNotification(batch.id, at, at + limits.lease))) return;
    // Another process may have notified people between the read and the claim.
    const latest = (await batches.load(batch.id)) ?? { batch, report };
    if (isEnded(latest.report)) return notifyEnd(latest.batch, latest.report);
    if (isLate && isDelayNews(latest.batch, latest.report)) {
      await notifyDelay(latest.batch, latest.report, at + limits.lease);
    }
    if (!showsProgress(latest.report)) return batches.recordNotification(batch.id, {});
    await notifyProgress(latest.batch, latest.report);
    await wait(limits.updateInterval);
  }

  async function notifyProgress(batch: StoredBatch, report: BatchReport): Promise<void> {
    let posted: PostedMessage | undefined;
    let isPostUnclear = false;
    try {
      if (batch.isPostUnclear || (silentUntil.get(batch.id) ?? 0) > now()) return;
      const isEarly = now() < batch.at + limits.delayNoticeAfter;
      if (!batch.posted && isEarly && hasBegun(report) && !isNews(report)) return;
      const messenger = await messengerOf(batch.workspace);
      const message = batchConfirmation(report);
      if (!messenger || !message) return;
      if (batch.posted) {
        const edited = await messenger.change(batch.posted, message);
        if (edited === 'gone') silentUntil.set(batch.id, Number.POSITIVE_INFINITY);
        if (edited === 'failed') silentUntil.set(batch.id, now() + limits.pauseAfterFailure);
      } else {
        const answer = await messenger.post(batch.audience.channel, message);
        isPostUnclear = answer === 'unclear';
        if (typeof answer === 'string') silentUntil.set(batch.id, Number.POSITIVE_INFINITY);
        else {
          posted = answer;
          logPosted(batch);
        }
      }
    } finally {
      await batches.recordNotification(batch.id, { posted, isPostUnclear });
    }
  }

  async function notifyEnd(batch: StoredBatch, report: BatchReport): Promise<void> {
    silentUntil.delete(batch.id);
    const notified = await notifyEverybody(batch, report);
    const at = now();
    if (notified.isAnnounced && notified.isInviterNotified && notified.isNoticeTrue) {
      await batches.recordNotification(batch.id, { ...notified, notifiedAt: at });
      if (batch.approvedBy) await deps.showRequests();
      return;
    }
    const endedAt = report.lastEndedAt ?? batch.at;
    if (at >= endedAt + limits.giveUpAfter) {
      log.error(batchFields(batch), 'batch notification given up');
      return batches.recordNotification(batch.id, { ...notified, notifiedAt: at });
    }
    const pause = Math.ceil(Math.max(limits.retryDelay, (at - endedAt) / 2) * (1 + random()));
    await batches.recordNotification(batch.id, { ...notified, again: at + pause });
    void wait(pause).then(() => changed(batch.id));
  }

  async function notifyEverybody(batch: StoredBatch, report: BatchReport) {
    const messenger = await messengerOf(batch.workspace);
    if (!messenger) {
      // The app may be installed again, or its token renewed.
      log.warn(batchFields(batch), 'batch notification postponed: no access to the workspace');
      return { isAnnounced: false, isInviterNotified: false, isNoticeTrue: false };
    }
    const [{ isDelivered: isAnnounced, posted, isUnclear }, isInviterNotified] = await Promise.all([
      announce(messenger, batch, report).then(async (announced) => {
        await tellWhere(messenger, batch, report, announced.posted);
        return announced;
      }),
      notifyInviter(messenger, batch, report),
    ]);
    const { notice, audience } = batch;
    const confirmed = posted ?? batch.posted;
    const channel = confirmed?.channel === audience.channel ? audience.channel : undefined;
    const change = notice && (await messenger.change(notice, delayOver(report, channel)));
    const isNoticeTrue = change !== 'failed';
    return { posted, isPostUnclear: isUnclear, isAnnounced, isInviterNotified, isNoticeTrue };
  }

  async function announce(
    messenger: Messenger,
    batch: StoredBatch,
    report: BatchReport,
  ): Promise<DeliveryResult> {
    const message = batchConfirmation(report);
    if (batch.isAnnounced || !message || !(batch.posted || isNews(report))) {
      return { isDelivered: true };
    }
    const { posted, audience, inviterId, isPostUnclear: mayBeThere } = batch;
    const { channel, channelUrl: responseUrl } = audience;
    const to = { channel, responseUrl, userId: inviterId, mayBeThere };
    const edited = posted ? await messenger.change(posted, message) : 'gone';
    if (edited === 'done') return { isDelivered: true, posted };
    if (edited === 'failed') return { isDelivered: false };
    if (!isNews(report)) return { isDelivered: true };
    const announced = await messenger.announce(to, message);
    if (announced.isDelivered) logPosted(batch);
    return announced;
  }

  /** Whoever typed reads nothing where they typed, if the confirmation has just gone elsewhere. */
  async function tellWhere(
    messenger: Messenger,
    batch: StoredBatch,
    report: BatchReport,
    posted: PostedMessage | undefined,
  ): Promise<void> {
    const { channel, channelUrl, inviterUrl } = batch.audience;
    const isDirect = channel === batch.inviterId;
    // A direct message has a channel of its own, which is not the person's ID.
    const isThere = posted !== undefined && (isDirect || posted.channel === channel);
    if (!isThere || channelUrl || !inviterUrl) return;
    const message = confirmedElsewhere(report, isDirect ? undefined : channel);
    if (message) await messenger.tell(inviterOf(batch), message);
  }

  async function notifyInviter(
    messenger: Messenger,
    batch: StoredBatch,
    report: BatchReport,
  ): Promise<boolean> {
    if (batch.isInviterNotified) return true;
    const pages = piperPages(batch.organization.id);
    const isInDoubt = isTokenInDoubt(report);
    const isWanted = isInDoubt || hasTokenFailure(report);
    const token = isWanted ? await tokenRemedyOf(batch, isInDoubt || undefined) : undefined;
    const about = { pages, token };
    const uploaded = fitsInMessage(report) ? undefined : await messenger.upload(resultFile(report));
    if (typeof uploaded === 'object') {
      const message = batchProblems(report, 'sent', about);
      if (message) {
        const told = await messenger.tellWithFile(batch.inviterId, message, uploaded);
        if (told !== 'not_sent') return true;
      }
    }
    const message = batchProblems(
      report,
      typeof uploaded === 'object' ? 'not_sent' : uploaded,
      about,
    );
    return message ? messenger.tell(inviterOf(batch), message) : true;
  }

  /** By direct message, which can be changed once it is no longer true, as what came through a response URL cannot. */
  async function notifyDelay(batch: StoredBatch, report: BatchReport, until: number) {
    if (!(await batches.noteDelay(batch.id))) return;
    // Whoever asked for approval reads it in the message about their request.
    if (batch.approvedBy) return;
    const messenger = await messengerOf(batch.workspace);
    const notice = await messenger?.post(batch.inviterId, batchDelayed(report));
    if (typeof notice !== 'object') return;
    await batches.recordNotification(batch.id, { notice, again: until });
  }

  function logPosted(batch: StoredBatch): void {
    log.info({ ...batchFields(batch), durationMs: now() - batch.at }, 'confirmation posted');
  }

  return {
    changed,

    /**
     * Edits the confirmation of a batch whose result was announced, after something about it has changed. False where Slack did
     * not accept the edit, or where the result has yet to be announced.
     */
    updateConfirmation: async (batchId: string): Promise<boolean> => {
      const found = await batches.load(batchId);
      if (!found?.batch.isNotified) return found === undefined;
      const { posted, reference, workspace } = found.batch;
      const message = batchConfirmation(found.report);
      if (!posted || !message) return true;
      const messenger = await messengerOf(workspace);
      const edit = async () => messenger?.change(posted, message);
      return (await withReference(reference, edit)) !== 'failed';
    },

    /** Tells the inviter of a new batch about the delay if it has not ended after a while. */
    watch: (batchId: string): void => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        changed(batchId);
      }, limits.delayNoticeAfter);
      timers.add(timer);
    },

    /** Takes up batches that have ended and that people have yet to be notified of, whichever process left them. */
    tick: async (): Promise<void> => {
      for (const batchId of await batches.dueNotifications(now())) changed(batchId);
    },

    /** Lets what is under way finish, then begins nothing more. */
    stop: async (): Promise<void> => {
      for (const timer of timers) clearTimeout(timer);
      await work.untilIdle();
      isStopped = true;
    },
  };
}

/** Whether the inviter has yet to hear that it takes longer. */
const isDelayNews = (batch: StoredBatch, report: BatchReport): boolean =>
  !batch.isDelayNotified && !isEnded(report) && isDelayed(report);

/** Whatever else became of a batch concerns nobody but the inviter, unless the conversation has seen its progress. */
const isNews = ({ entries }: BatchReport): boolean =>
  entries.some(({ state }) => state.kind === 'invited');

const hasBegun = ({ entries }: BatchReport): boolean =>
  entries.some(({ state }) => state.kind !== 'waiting');

/** A long batch shows its progress, unless Piper keeps it waiting. */
const isDelayed = (report: BatchReport): boolean =>
  !showsProgress(report) ||
  report.entries.some(
    ({ state }) => state.kind === 'waiting' && (state.failure || state.isUnclear),
  );

const inviterOf = ({ inviterId, audience }: StoredBatch) => ({
  userId: inviterId,
  responseUrl: audience.inviterUrl,
});
