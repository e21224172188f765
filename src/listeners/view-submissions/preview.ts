import type { ConnectionSettings } from '../../domain/connection.ts';
import { isInDomains } from '../../domain/domains.ts';
import { invitersOf } from '../../domain/policy.ts';
import { offeredRoles } from '../../domain/roles.ts';
import { slack } from '../../limits.ts';
import { errors, form, preview } from '../../text/index.ts';
import type { BatchPreview } from '../../usecases/ports/storage.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { denialMessage } from '../../views/denial.ts';
import { type Message, sentences } from '../../views/message.ts';
import { noPreviewModal } from '../../views/preview-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { readyConnection } from '../guards/require-connection.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { previewSubmissionSchema } from '../payloads/invite-form.ts';
import { place } from '../submit-batch.ts';

/**
 * A preview was sent: what was kept of it is ordered, once, however often Slack delivers it. Who may invite, whom and as what is
 * decided anew.
 */
export function previewSubmission(deps: ListenerDeps) {
  const { workspaceOf, authorize, inviteAdmins, previews } = deps;
  return async ({ body, ack, context }: SubmissionArgs): Promise<void> => {
    const { userId, previewId } = previewSubmissionSchema.parse(body);
    const workspace = workspaceOf(context);
    const answerInstead = (message: Message) =>
      ack({ response_action: 'update', view: noPreviewModal(message) });

    const [state, draft] = await Promise.all([
      workspace.find(),
      previews.find(previewId, workspace.ref, userId),
    ]);
    const ready = await readyConnection(deps, workspace, state, userId);
    if ('instead' in ready) return answerInstead(ready.instead);
    if (!draft) return answerInstead(sentences([preview.tooOld]));
    const { organization, settings } = ready.connection;
    if (organization.id !== draft.organizationId) {
      return answerInstead(sentences([form.otherOrganization(organization.name)]));
    }
    if (!isStillAllowed(draft, settings)) return answerInstead(sentences([preview.changed]));
    const authorized = await withTimeout(
      authorize.toInvite(workspace, userId, settings),
      slack.lookupBeforeAnswer,
    );
    if (!authorized) return answerInstead(sentences([errors.tooSlowPlain]));
    if (!authorized.allowed) {
      return answerInstead(denialMessage(authorized.reason, invitersOf(settings, inviteAdmins)));
    }

    const { invitations, channel, responseUrl, note } = draft;
    await place(deps, workspace, ready, {
      submission: previewId,
      surface: 'form',
      inviterId: userId,
      invitees: invitations,
      audience: {
        channel,
        ...(responseUrl && { channelUrl: responseUrl, inviterUrl: responseUrl }),
      },
      note,
    });
    await ack({ response_action: 'clear' });
  };
}

/** Whether the workspace's settings still let all of it be sent. */
const isStillAllowed = ({ invitations }: BatchPreview, settings: ConnectionSettings): boolean =>
  invitations.every(
    ({ invitee, role }) =>
      offeredRoles([role], settings).length > 0 &&
      (settings.domains.length === 0 || isInDomains(invitee.address, settings.domains)),
  );
