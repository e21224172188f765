import type { ModalView } from '@slack/types';
import { type InputProblem, isBlocking } from '../../domain/invite-input.ts';
import { parsePeople } from '../../domain/people-list.ts';
import { invitersOf } from '../../domain/policy.ts';
import { fields } from '../../ids.ts';
import { slack } from '../../limits.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { errors, form, problemMrkdwn, problemPlain } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { type Gathered, gatherPeople, type Selection } from '../../usecases/gather-people.ts';
import { type PreparedInvites, prepareInvites } from '../../usecases/prepare-invites.ts';
import { previewBatch } from '../../usecases/preview-batch.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { denialMessage } from '../../views/denial.ts';
import { type Message, sentences } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { noPreviewModal, previewModal, previewWaitingModal } from '../../views/preview-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { readyConnection } from '../guards/require-connection.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { pushModal } from '../modals/push-modal.ts';
import { type InviteSubmission, inviteSubmissionSchema } from '../payloads/invite-form.ts';
import { organizationOf, place } from '../submit-batch.ts';

/** What becomes of a form: it is refused, has something wrong in it, invites one person, or shows first what it would do. */
type Next =
  | { kind: 'denied'; message: Message }
  | { kind: 'wrong'; problems: InputProblem[] }
  | ({ kind: 'one' } & Examined)
  | { kind: 'preview'; view: ModalView };

/** Whom a form names, as far as they can be invited through a connection. */
type Examined = { ready: Connected; gathered: Gathered; draft: PreparedInvites };

/** A form that somebody sent, and under which id its preview is kept. */
type Asked = { workspace: Workspace; submission: InviteSubmission; previewId: string };

/**
 * The form was sent. What is wrong with it is answered under its fields, so that nothing typed is lost. One person is invited at
 * once: stored before Slack is answered, once for each form, however often Slack delivers it. Several show on top of the form
 * first, together with whoever of them cannot be invited.
 */
export function inviteSubmission(deps: ListenerDeps) {
  return async (args: SubmissionArgs): Promise<void> => {
    const { body, ack, context } = args;
    const submission = inviteSubmissionSchema.parse(body);
    const workspace = deps.workspaceOf(context);
    const previewId = deps.previews.newId();
    const asked: Asked = { workspace, submission, previewId };
    const answerErrors = (errors: Record<string, string>) =>
      ack({ response_action: 'errors', errors });

    const work = decide(deps, asked);
    const next = await withTimeout(work, slack.lookupBeforeAnswer);
    if (!next) {
      if (!mayBeSeveral(submission.selection)) {
        return answerErrors({ [fields.people]: errors.tooSlowPlain });
      }
      const late = work.then((known) => lateView(deps, asked, known));
      return pushModal(deps, args, late, previewWaitingModal(previewId));
    }

    switch (next.kind) {
      case 'denied':
        return ack({ response_action: 'update', view: messageModal(next.message) });
      case 'wrong':
        return answerErrors(fieldErrors(next.problems));
      case 'preview':
        return ack({ response_action: 'push', view: next.view });
      case 'one': {
        const { userId, viewId, channel, note, responseUrl } = submission;
        await place(deps, workspace, next.ready, {
          submission: viewId,
          surface: 'form',
          inviterId: userId,
          invitees: next.draft.invitations,
          audience: {
            channel,
            ...(responseUrl && { channelUrl: responseUrl, inviterUrl: responseUrl }),
          },
          note,
        });
        return ack({ response_action: 'clear' });
      }
    }
  };
}

async function decide(deps: ListenerDeps, asked: Asked): Promise<Next> {
  const { workspace, submission } = asked;
  const { userId, organizationId, selection, role } = submission;
  const ready = await readyConnection(deps, workspace, await workspace.find(), userId);
  if ('instead' in ready) return { kind: 'denied', message: ready.instead };
  const { piper, connection } = ready;
  const { organization, settings } = connection;
  if (organization.id !== organizationId) {
    return { kind: 'denied', message: sentences([form.otherOrganization(organization.name)]) };
  }

  const examine = async (): Promise<Examined> => {
    const gathered = await gatherPeople(workspace, userId, selection);
    const { people } = workspace;
    const draft = await prepareInvites({ people, piper, settings }, { ...gathered, role });
    return { ready, gathered, draft };
  };
  const [authorized, examined] = await Promise.all([
    deps.authorize.toInvite(workspace, userId, settings),
    examine(),
  ]);
  if (!authorized.allowed) {
    const inviters = invitersOf(settings, deps.inviteAdmins);
    return { kind: 'denied', message: denialMessage(authorized.reason, inviters) };
  }
  const { gathered, draft } = examined;
  const problems = [
    ...gathered.problems,
    // What could not be read may name somebody.
    ...draft.problems.filter(({ kind }) => kind !== 'nobody' || gathered.problems.length === 0),
  ];
  const wrong = draft.count > 1 ? problems.filter(isBlocking) : problems;
  if (wrong.length > 0) return { kind: 'wrong', problems: wrong };
  return draft.count === 1
    ? { kind: 'one', ...examined }
    : { kind: 'preview', view: await preview(deps, asked, examined) };
}

/** Looks up what would become of a draft, and keeps what would be sent. */
async function preview(
  { previews, log }: ListenerDeps,
  { workspace, submission, previewId }: Asked,
  { ready, gathered, draft }: Examined,
): Promise<ModalView> {
  const { invitations, repeated, leftOut, problems } = draft;
  const { userId, organizationId, channel, note, responseUrl } = submission;
  const [review, organization] = await Promise.all([
    previewBatch(ready.piper, invitations),
    organizationOf(ready),
  ]);
  if (review.failure) log.warn({ failure: review.failure }, 'a preview has no member list');
  if (review.fresh.length > 0) {
    await previews.keep(previewId, workspace.ref, userId, {
      organizationId,
      invitations: review.fresh,
      channel,
      ...(responseUrl && { responseUrl }),
      ...(note && { note }),
    });
  }
  return previewModal(previewId, {
    ...review,
    isListRead: review.failure === undefined,
    organization,
    groups: gathered.groups,
    leftOut,
    problems,
    repeated: gathered.repeated + repeated,
  });
}

/** What comes of a form when Slack waits no more: nothing is sent without having been seen. */
async function lateView(deps: ListenerDeps, asked: Asked, next: Next): Promise<ModalView> {
  switch (next.kind) {
    case 'denied':
      return noPreviewModal(next.message);
    case 'wrong':
      return noPreviewModal(sentences(next.problems.map(problemMrkdwn)));
    case 'one':
      return preview(deps, asked, next);
    case 'preview':
      return next.view;
  }
}

/** Whether a form may name more than one person. */
const mayBeSeveral = ({ userIds, text, userGroupIds, channels, fileId }: Selection): boolean =>
  userGroupIds.length + channels.length > 0 ||
  fileId !== undefined ||
  userIds.length + parsePeople(text).people.length > 1;

/** Each problem under its field; parts of a draft and fields of the form have the same names. */
function fieldErrors(problems: readonly InputProblem[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    const field = fields[problem.part];
    errors[field] = [errors[field], problemPlain(problem)].filter(Boolean).join(' ');
  }
  return errors;
}
