import { isDenied } from '../../domain/rules.ts';
import { slack } from '../../limits.ts';
import { errors, form, preview as text } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { noPreviewModal } from '../../views/preview-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { previewSubmissionSchema } from '../payloads/invite-form.ts';

/**
 * A preview was submitted. Its stored invites become a batch, once, however often Slack delivers the submission. The policy is
 * applied again.
 */
export const previewSubmission =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async ({ body, ack, context }: SubmissionArgs): Promise<void> => {
    const { userId, previewId, isAlone } = previewSubmissionSchema.parse(body);
    const workspace = deps.workspaceOf(context);
    const { ref } = workspace;
    const answerInstead = (message: Message) =>
      ack({ response_action: 'update', view: noPreviewModal(message, { isAlone }) });

    const [found, preview] = await Promise.all([
      withTimeout(guard(deps, workspace, userId), slack.lookupBeforeAnswer),
      deps.previews.find(previewId, { teamId: ref.teamId, userId }, deps.now()),
    ]);
    if (!found) return answerInstead(textMessage([errors.tooSlowPlain]));
    if (!found.ok) return answerInstead(found.error);
    if (!preview) return answerInstead(textMessage([text.tooOld]));
    const { organization, settings } = found.value.connection;
    if (organization.id !== preview.organizationId) {
      return answerInstead(textMessage([form.otherOrganization(organization.name)]));
    }
    const authority = await found.value.authority('new');
    if (preview.invitations.some((invite) => isDenied(authority.decide(invite)))) {
      return answerInstead(textMessage([text.changed]));
    }

    const submitted = await deps.submitBatch({
      submission: previewId,
      surface: 'form',
      workspace: ref,
      organization,
      inviterId: userId,
      invites: preview.invitations,
      quota: settings.quota,
      audience: preview.audience,
      note: preview.note,
      reference: currentReference(),
    });
    if (submitted.ok) return ack({ response_action: 'clear' });
    const why = textMessage([form.tooManyPlain(submitted.error), text.backLeadsToPreview]);
    return ack({ response_action: 'push', view: noPreviewModal(why) });
  };
