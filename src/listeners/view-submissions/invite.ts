import type { ModalView } from '@slack/types';
import { type InputProblem, isBlocking } from '../../domain/invite-input.ts';
import { parsePeople } from '../../domain/people-list.ts';
import { fields } from '../../ids.ts';
import { slack } from '../../limits.ts';
import { errors, form, problemMrkdwn, problemPlain } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { type Gathered, gatherPeople, type Selection } from '../../usecases/gather-people.ts';
import { type PreparedInvites, prepareInvites } from '../../usecases/prepare-invites.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { type Message, sentences } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { noPreviewModal, previewModal, previewWaitingModal } from '../../views/preview-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { answerLate } from '../modals/answer-submission.ts';
import { type InviteSubmission, inviteSubmissionSchema } from '../payloads/invite-form.ts';
import type { Workspace } from '../workspace.ts';

/** What becomes of a form: it is denied, has something wrong in it, invites one person, or shows first what it would do. */
type Next =
  | { kind: 'denied'; message: Message }
  | { kind: 'wrong'; problems: InputProblem[] }
  | ({ kind: 'one' } & Examined)
  | { kind: 'preview'; view: ModalView };

/** Whom a form names, as far as they can be invited through a connection. */
type Examined = { connected: Connected; gathered: Gathered; invites: PreparedInvites };

/** A form that somebody sent, and under which id its preview is kept. */
type Asked = { workspace: Workspace; submission: InviteSubmission; previewId: string };

/**
 * The form was sent. What is wrong with it is answered under its fields, so that nothing typed is lost. One person is invited at
 * once: stored before Slack is answered, once for each form, however often Slack delivers it. Several show on top of the form
 * first, together with whoever of them cannot be invited.
 */
export const inviteSubmission =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async (args: SubmissionArgs): Promise<void> => {
    const { body, ack, context } = args;
    const submission = inviteSubmissionSchema.parse(body);
    const workspace = deps.workspaceOf(context);
    const asked: Asked = { workspace, submission, previewId: deps.newId() };
    const answerErrors = (errors: Record<string, string>) =>
      ack({ response_action: 'errors', errors });

    const work = decide(deps, asked, guard);
    const next = await withTimeout(work, slack.lookupBeforeAnswer);
    if (!next) {
      if (!mayBeSeveral(submission.selection)) {
        return answerErrors({ [fields.people]: errors.tooSlowPlain });
      }
      const late = work.then((known) => lateView(deps, asked, known));
      const meanwhile = previewWaitingModal(asked.previewId);
      await answerLate(deps, args, late, { meanwhile, errorView: noPreviewModal });
      return;
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
        await deps.submitBatch({
          submission: viewId,
          surface: 'form',
          workspace: workspace.ref,
          organization: next.connected.connection.organization,
          inviterId: userId,
          invitees: next.invites.invitations,
          audience: {
            channel,
            ...(responseUrl && { channelUrl: responseUrl, inviterUrl: responseUrl }),
          },
          note,
          reference: currentReference(),
        });
        return ack({ response_action: 'clear' });
      }
    }
  };

async function decide(deps: ListenerDeps, asked: Asked, guard: Guard<Connected>): Promise<Next> {
  const { workspace, submission } = asked;
  const { userId, organizationId, selection, role } = submission;
  const found = await guard(deps, workspace, userId);
  if (!found.ok) return { kind: 'denied', message: found.error };
  const connected = found.value;
  const { piper, connection } = connected;
  const { organization, settings } = connection;
  if (organization.id !== organizationId) {
    return { kind: 'denied', message: sentences([form.otherOrganization(organization.name)]) };
  }

  const gathered = await gatherPeople(workspace, userId, selection);
  const { people } = workspace;
  const invites = await prepareInvites({ people, piper, settings }, { ...gathered, role });
  const problems = [
    ...gathered.problems,
    // What could not be read may name somebody.
    ...invites.problems.filter(({ kind }) => kind !== 'nobody' || gathered.problems.length === 0),
  ];
  const wrong = invites.count > 1 ? problems.filter(isBlocking) : problems;
  if (wrong.length > 0) return { kind: 'wrong', problems: wrong };
  const examined = { connected, gathered, invites };
  return invites.count === 1
    ? { kind: 'one', ...examined }
    : { kind: 'preview', view: await preview(deps, asked, examined) };
}

/** Looks up what would become of the invites, and keeps what would be sent. */
async function preview(
  { previewBatch, log }: ListenerDeps,
  { workspace, submission, previewId }: Asked,
  { connected, gathered, invites }: Examined,
): Promise<ModalView> {
  const { invitations, repeated, leftOut, problems } = invites;
  const { userId, channel, note, responseUrl } = submission;
  const { organization } = connected.connection;
  const review = await previewBatch(connected.piper, invitations, {
    id: previewId,
    teamId: workspace.ref.teamId,
    userId,
    organizationId: organization.id,
    channel,
    ...(responseUrl && { responseUrl }),
    ...(note && { note }),
  });
  if (review.failure) log.warn({ failure: review.failure }, 'preview has no member list');
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

/** Each problem under its field; parts of the input and fields of the form have the same names. */
function fieldErrors(problems: readonly InputProblem[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    const field = fields[problem.part];
    errors[field] = [errors[field], problemPlain(problem)].filter(Boolean).join(' ');
  }
  return errors;
}
