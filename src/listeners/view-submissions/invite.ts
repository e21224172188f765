import type { ModalView } from '@slack/types';
import { type InputProblem, mustBeMended } from '../../domain/invite-input.ts';
import { parsePeople } from '../../domain/people-list.ts';
import { fields } from '../../ids.ts';
import { slack } from '../../limits.ts';
import { errors, form, problemMrkdwn, problemPlain } from '../../text/index.ts';
import { type Gathered, gatherPeople, type Selection } from '../../usecases/gather-people.ts';
import { type PreparedInvites, prepareInvites } from '../../usecases/prepare-invites.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { noPreviewModal, previewWaitingModal } from '../../views/preview-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { answerLate } from '../modals/answer-submission.ts';
import { showPreview } from '../modals/show-preview.ts';
import { type InviteSubmission, inviteSubmissionSchema } from '../payloads/invite-form.ts';
import type { Workspace } from '../workspace.ts';

/** Where a form leads: it is denied or has problems, invites one person, or shows a preview of several. */
type FormOutcome =
  | { kind: 'denied'; message: Message }
  | { kind: 'wrong'; problems: InputProblem[] }
  | ({ kind: 'one' } & ExaminedForm)
  | { kind: 'preview'; view: ModalView };

/** The people in a form, and which of them can be invited. */
type ExaminedForm = { connected: Inviter; gathered: Gathered; invites: PreparedInvites };

/** A submitted form, and the id under which its preview will be stored. */
type SubmittedForm = { workspace: Workspace; submission: InviteSubmission; previewId: string };

/**
 * The invite form was submitted. Problems are shown under its fields, so that nothing typed is lost. A single person is invited
 * immediately: stored before the acknowledgement, and only once however often Slack delivers the form. For several people, a
 * preview is shown on top of the form first, including those who cannot be invited.
 */
export const inviteSubmission =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async (args: SubmissionArgs): Promise<void> => {
    const { body, ack, context } = args;
    const submission = inviteSubmissionSchema.parse(body);
    const workspace = deps.workspaceOf(context);
    const submitted: SubmittedForm = { workspace, submission, previewId: deps.newId() };
    const answerErrors = (errors: Record<string, string>) =>
      ack({ response_action: 'errors', errors });

    const work = examine(deps, submitted, guard);
    const outcome = await withTimeout(work, slack.lookupBeforeAnswer);
    if (!outcome) {
      if (!mayBeSeveral(submission.selection)) {
        return answerErrors({ [fields.people]: errors.tooSlowPlain });
      }
      const late = work.then((known) => lateView(deps, submitted, known));
      const meanwhile = previewWaitingModal(submitted.previewId);
      await answerLate(deps, args, late, { meanwhile, errorView: noPreviewModal });
      return;
    }

    switch (outcome.kind) {
      case 'denied':
        return ack({ response_action: 'update', view: messageModal(outcome.message) });
      case 'wrong':
        return answerErrors(fieldErrors(outcome.problems));
      case 'preview':
        return ack({ response_action: 'push', view: outcome.view });
      case 'one': {
        const { userId, viewId, audience, note } = submission;
        const { organization, settings } = outcome.connected.connection;
        const submitted = await deps.submitBatch({
          submission: viewId,
          surface: 'form',
          workspace: workspace.ref,
          organization,
          inviterId: userId,
          invites: outcome.invites.invitations,
          quota: settings.quota,
          audience,
          note,
          reference: currentReference(),
        });
        return submitted.ok
          ? ack({ response_action: 'clear' })
          : answerErrors({ [fields.people]: form.tooManyPlain(submitted.error) });
      }
    }
  };

async function examine(
  deps: ListenerDeps,
  submitted: SubmittedForm,
  guard: Guard<Inviter>,
): Promise<FormOutcome> {
  const { workspace, submission } = submitted;
  const { userId, organizationId, selection, role } = submission;
  const found = await guard(deps, workspace, userId);
  if (!found.ok) return { kind: 'denied', message: found.error };
  const connected = found.value;
  const { organization } = connected.connection;
  if (organization.id !== organizationId) {
    return { kind: 'denied', message: textMessage([form.otherOrganization(organization.name)]) };
  }

  const gathered = await gatherPeople(workspace, userId, selection);
  const invites = await prepareInvites(
    { people: workspace.people, connected, authority: () => connected.authority('new') },
    { ...gathered, role },
  );
  const problems = [
    ...gathered.problems,
    // A source that could not be read may name somebody.
    ...invites.problems.filter(({ kind }) => kind !== 'nobody' || gathered.problems.length === 0),
  ];
  const wrong = mustBeMended(problems, invites.count);
  if (wrong.length > 0) return { kind: 'wrong', problems: wrong };
  const examined = { connected, gathered, invites };
  const isAtOnce = invites.invitations.length === 1 && invites.approvals.length === 0;
  return isAtOnce && problems.length === 0
    ? { kind: 'one', ...examined }
    : { kind: 'preview', view: await preview(deps, submitted, examined) };
}

const preview = (
  deps: ListenerDeps,
  { workspace, submission, previewId }: SubmittedForm,
  { connected, gathered, invites }: ExaminedForm,
): Promise<ModalView> =>
  showPreview(deps, workspace, connected, {
    id: previewId,
    userId: submission.userId,
    audience: submission.audience,
    note: submission.note,
    reason: submission.reason,
    invites,
    groups: gathered.groups,
    repeated: gathered.repeated,
  });

/** The view once Slack has timed out: always a preview, so that nothing is sent without being seen. */
async function lateView(
  deps: ListenerDeps,
  submitted: SubmittedForm,
  outcome: FormOutcome,
): Promise<ModalView> {
  switch (outcome.kind) {
    case 'denied':
      return noPreviewModal(outcome.message);
    case 'wrong':
      return noPreviewModal(textMessage(outcome.problems.map(problemMrkdwn)));
    case 'one':
      return preview(deps, submitted, outcome);
    case 'preview':
      return outcome.view;
  }
}

/** Whether a form may name more than one person. */
const mayBeSeveral = ({ userIds, text, userGroupIds, channels, fileId }: Selection): boolean =>
  userGroupIds.length + channels.length > 0 ||
  fileId !== undefined ||
  userIds.length + parsePeople(text).people.length > 1;

/** Errors by field: `problem.part` has the names of the form's fields. */
function fieldErrors(problems: readonly InputProblem[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    const field = fields[problem.part];
    errors[field] = [errors[field], problemPlain(problem)].filter(Boolean).join(' ');
  }
  return errors;
}
