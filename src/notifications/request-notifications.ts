import type { Logger } from 'pino';
import type { PostedMessage } from '../domain/invitation.ts';
import { needed } from '../domain/request.ts';
import { notifications as limits } from '../limits.ts';
import type { BatchNotifications, FoundBatch } from '../usecases/ports/batches.ts';
import type { RequestNotifications, StoredRequest } from '../usecases/ports/requests.ts';
import type { Clock } from '../utils/clock.ts';
import { withReference } from '../utils/request-reference.ts';
import { oneAtATime, type WorkTracker } from '../utils/track-work.ts';
import { askedMessage, requestEndedMessage } from '../views/asker-messages.ts';
import { batchProblems } from '../views/batch-messages.ts';
import { requestMessage, requestReminder } from '../views/request-messages.ts';
import type { RequestWorkspace, RequestWorkspaceOf } from './request-workspace.ts';

/** Without a channel, at most so many people are asked. */
const askedDirectly = 5;

/**
 * Tells people of requests: those who decide get one message, which always shows the present state, and whoever asked hears twice,
 * at once and in the end, which is what Piper has answered. What is not told is told later, by any process.
 */
export function createRequestNotifications(
  deps: Pick<Clock, 'now'> & {
    requests: RequestNotifications;
    batches: Pick<BatchNotifications, 'load'>;
    workspaceOf: RequestWorkspaceOf;
    work: WorkTracker;
    log: Logger;
    times?: Partial<{ lease: number; retryDelay: number }> | undefined;
  },
) {
  const { requests, batches, workspaceOf, work, now, log } = deps;
  const { lease, retryDelay } = { ...limits, ...deps.times };

  const changed = oneAtATime(work, async (id) => {
    try {
      if (!(await requests.claim(id, now(), now() + lease))) return;
      const request = await requests.load(id);
      if (request) await withReference(request.reference, () => tell(request));
    } catch (error) {
      log.error({ err: error, request: id }, 'people could not be told of a request');
    }
  });

  async function tell(request: StoredRequest): Promise<void> {
    const { id, version } = request;
    const workspace = await workspaceOf(request.workspace);
    if (!workspace) {
      log.warn({ request: id }, 'nobody was told of a request: no access to the workspace');
      return requests.record(id, later(request));
    }
    const found = request.batchId === undefined ? undefined : await batches.load(request.batchId);
    const { posted, isShown } = await show(request, workspace, found);
    const { isDone, ...told } = await tellRequester(request, workspace, found);
    await requests.record(id, {
      ...(posted && { posted }),
      ...told,
      ...(isShown && isDone ? { shownVersion: version } : later(request, found)),
    });
    // It may have changed meanwhile.
    if (isShown && isDone) changed(id);
  }

  /** When to try the rest, at growing intervals; what has ended is given up after a while. */
  function later({ id, at, version, state }: StoredRequest, found?: FoundBatch) {
    const since = state.kind === 'open' ? at : Math.max(state.at, found?.report.lastEndedAt ?? 0);
    if (state.kind !== 'open' && now() >= since + limits.giveUpAfter) {
      log.error({ request: id }, 'telling people of a request given up');
      return { shownVersion: version };
    }
    return { again: now() + Math.max(retryDelay, (now() - since) / 2) };
  }

  /** The message to those who decide, new or as it is now. */
  async function show(
    request: StoredRequest,
    workspace: RequestWorkspace,
    found: FoundBatch | undefined,
  ): Promise<{ posted?: PostedMessage[]; isShown: boolean }> {
    const { asking, messenger } = workspace;
    const { state } = request;
    const report = knownOf(found);
    const message = requestMessage(request, {
      ...(asking && { approvers: asking.approvers }),
      needed: needed(request, asking),
      ...(report && { report }),
    });
    if (request.posted.length > 0) {
      const edits = await Promise.all(
        request.posted.map((each) => messenger.change(each, message)),
      );
      const isLost = edits.every((edit) => edit === 'gone');
      if (!isLost || state.kind !== 'open') {
        return { isShown: edits.every((edit) => edit !== 'failed') };
      }
    }
    // Nobody has to see what ended before it was asked. Whoever may have been asked by a process that died has to, in a new message.
    if (state.kind !== 'open' && !request.mayBePosted) return { isShown: true };
    await requests.record(request.id, { posted: request.posted, again: now() + lease });
    const lost = new Set(request.posted.map(({ channel }) => channel));
    for (const places of await placesFor(request, workspace)) {
      if (places.some((place) => lost.has(place))) continue;
      const channel = places[0] === asking?.approvers.channel ? places[0] : undefined;
      if (channel && (await isClosed(channel, workspace))) continue;
      const answers = await Promise.all(places.map((place) => messenger.post(place, message)));
      const posted = answers.filter((answer) => typeof answer === 'object');
      const isThere = answers.some((answer) => answer !== 'refused');
      if (channel) await workspace.noteChannel(isThere ? undefined : channel);
      if (isThere) return { posted, isShown: true };
    }
    log.error({ request: request.id }, 'nobody could be asked about a request');
    return { isShown: false };
  }

  /** Whoever asked gets one message, which is kept true, and another one in the end. */
  async function tellRequester(
    request: StoredRequest,
    { messenger }: RequestWorkspace,
    found: FoundBatch | undefined,
  ): Promise<{
    asked?: PostedMessage;
    isAskedTold?: boolean;
    isEndTold?: boolean;
    isDone: boolean;
  }> {
    const { requesterId: userId, state, asked, isAskedTold, isEndTold } = request;
    const message = askedMessage(request, knownOf(found));
    if (state.kind === 'open') {
      if (isAskedTold) return { isDone: true };
      const answer = await messenger.post(userId, message);
      if (answer === 'refused') return { isDone: false };
      return {
        ...(typeof answer === 'object' && { asked: answer }),
        isAskedTold: true,
        isDone: true,
      };
    }
    const isTrue = !asked || (await messenger.change(asked, message)) !== 'failed';
    if (isEndTold || !hasEnded(request, found)) return { isDone: isTrue };
    const isOwn = state.kind === 'cancelled' && state.by === userId;
    // What did not work, and why, is told with the batch.
    const isToldElsewhere = isOwn || (found && batchProblems(found.report) !== undefined);
    const told =
      isToldElsewhere ||
      (await messenger.tell({ userId }, requestEndedMessage(request, found?.report)));
    return { isEndTold: told, isDone: isTrue && told };
  }

  return {
    changed,

    /** Takes up what has yet to be told. */
    tick: async (): Promise<void> => {
      for (const id of await requests.due(now())) changed(id);
    },

    /** Reminds those who decide of what waits. */
    remind: async (): Promise<void> => {
      for (const request of await requests.takeReminders(now())) {
        void work.follow(remindOf(request));
        // Where their message is gone, they get another one.
        changed(request.id);
      }
    },

    stop: (): Promise<void> => work.untilIdle(),
  };

  async function remindOf(request: StoredRequest): Promise<void> {
    try {
      const workspace = await workspaceOf(request.workspace);
      if (!workspace?.asking) return;
      const { asking, messenger } = workspace;
      const reminder = requestReminder(request, asking);
      for (const { channel, ts } of request.posted) {
        const isTheirs = channel === asking.approvers.channel;
        if (isTheirs && (await isClosed(channel, workspace))) continue;
        await messenger.post(channel, reminder, ts);
      }
    } catch (error) {
      log.error({ err: error, request: request.id }, 'nobody could be reminded of a request');
    }
  }
}

/** Whether nothing may be posted in the channel of those who decide: people of another company would see it, or Slack doesn't tell. */
async function isClosed(
  channel: string,
  { channels, noteChannel }: RequestWorkspace,
): Promise<boolean> {
  const seen = await channels.look(channel);
  if (!seen.ok) return seen.error === 'unavailable';
  if (seen.value.isShared) await noteChannel(channel);
  return seen.value.isShared;
}

/** What Piper has said, or that it keeps invites waiting: nothing as long as it may answer at any moment. */
const knownOf = (found: FoundBatch | undefined) =>
  found && (found.batch.isNotified || found.batch.isDelayNotified) ? found.report : undefined;

/** Approved is not the end: that is what became of the invites, as far as their batch is still there to tell. */
const hasEnded = ({ state }: StoredRequest, found: FoundBatch | undefined): boolean =>
  state.kind !== 'approved' || !found || found.batch.isNotified;

/** Where a request is posted, in the order in which it is tried: the channel, else each of some people, else whoever connected. */
async function placesFor(
  { requesterId, invites }: StoredRequest,
  { asking, userGroups, connectedBy }: RequestWorkspace,
): Promise<string[][]> {
  const { approvers } = asking ?? {};
  const groups = await Promise.all(
    (approvers?.userGroupIds ?? []).map((id) => userGroups.members(id)),
  );
  const people = approvers
    ? [...approvers.userIds, ...groups.flatMap((group) => (group.ok ? group.value : []))]
    : [];
  const quiet = new Set(approvers?.quietUserIds);
  const isInvitee = (userId: string) => invites.some(({ invitee }) => invitee.userId === userId);
  const asked = [...new Set(people)].filter(
    (userId) => userId !== requesterId && !quiet.has(userId) && !isInvitee(userId),
  );
  return [
    ...(approvers?.channel ? [[approvers.channel]] : []),
    asked.slice(0, askedDirectly),
    ...(connectedBy ? [[connectedBy]] : []),
  ];
}
