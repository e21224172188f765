import { isDenied } from '../../domain/rules.ts';
import { requestFields } from '../../ids.ts';
import { preview as limits, slack } from '../../limits.ts';
import { errors, form, requests, preview as text } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { needsApprovalMessage } from '../../views/ask-button.ts';
import { notAskedMessage } from '../../views/asker-messages.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { noPreviewModal } from '../../views/preview-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { previewSubmissionSchema } from '../payloads/invite-form.ts';

/**
 * A preview was submitted. Its stored invites become a batch, and those that need approval a request, once, however often Slack delivers the submission. The policy is
 * applied again.
 */
export const previewSubmission =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async ({ body, ack, context }: SubmissionArgs): Promise<void> => {
    const { userId, previewId, isAlone, reason } = previewSubmissionSchema.parse(body);
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
    const { invitations, approvals, audience, note } = preview;
    const { asking, quota } = settings;
    const isAskable = approvals.every((invite) => authority.decide(invite).kind !== 'deny');
    if (invitations.some((invite) => isDenied(authority.decide(invite))) || !isAskable) {
      const decided = [...invitations, ...approvals].map((invite) => authority.decide(invite).kind);
      return answerInstead(
        decided.includes('approval')
          ? needsApprovalMessage(`preview ${previewId} ${reason}`)
          : textMessage([text.changed]),
      );
    }
    if (approvals.length > 0 && !asking) {
      return answerInstead(textMessage([requests.notAskable]));
    }

    const { least, most } = limits.reasonCharacters;
    if (approvals.length > 0 && (reason.length < least || reason.length > most)) {
      const errors = { [requestFields.reason]: requests.reasonTooShortPlain(least) };
      return ack({ response_action: 'errors', errors });
    }

    const from = { workspace: ref, organization, surface: 'form' as const, note };
    const reference = currentReference();
    if (invitations.length > 0) {
      const batch = { submission: previewId, inviterId: userId, invites: invitations, audience };
      const submitted = await deps.submitBatch({ ...from, ...batch, quota, reference });
      if (!submitted.ok) {
        const why = textMessage([form.tooManyPlain(submitted.error), text.backLeadsToPreview]);
        return ack({ response_action: 'push', view: noPreviewModal(why) });
      }
    }
    if (approvals.length > 0 && asking) {
      const request = { submission: previewId, requesterId: userId, invites: approvals, reason };
      const { channel } = audience;
      const asked = await deps.askApproval({ ...from, ...request, channel, reference }, asking);
      if (!asked.ok) return answerInstead(notAskedMessage(ref, asked.error, invitations.length));
    }
    return ack({ response_action: 'clear' });
  };
