import type { ConnectionSettings } from '../../domain/connection.ts';
import { isInDomains } from '../../domain/domains.ts';
import { invitersOf } from '../../domain/policy.ts';
import { offeredRoles } from '../../domain/roles.ts';
import { slack } from '../../limits.ts';
import { form, preview, trouble } from '../../text/index.ts';
import type { OrderDraft } from '../../usecases/ports/storage.ts';
import { within } from '../../utils/with-timeout.ts';
import { refusalMessage } from '../../views/denial.ts';
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
  const { workspaceOf, authorize, operators, orderDrafts } = deps;
  return async ({ body, ack, context }: SubmissionArgs): Promise<void> => {
    const { userId, draftId } = previewSubmissionSchema.parse(body);
    const workspace = workspaceOf(context);
    const answerInstead = (message: Message) =>
      ack({ response_action: 'update', view: noPreviewModal(message) });

    const [state, draft] = await Promise.all([
      workspace.find(),
      orderDrafts.find(draftId, workspace.ref, userId),
    ]);
    const ready = await readyConnection(deps, workspace, state, userId);
    if ('instead' in ready) return answerInstead(ready.instead);
    if (!draft) return answerInstead(sentences([preview.tooOld]));
    const { organization, settings } = ready.connection;
    if (organization.id !== draft.organizationId) {
      return answerInstead(sentences([form.otherOrganization(organization.name)]));
    }
    if (!isStillAllowed(draft, settings)) return answerInstead(sentences([preview.changed]));
    const authorized = await within(
      slack.lookUpBeforeAnswer,
      authorize.toInvite(workspace, userId, settings),
    );
    if (!authorized) return answerInstead(sentences([trouble.tooSlowPlain]));
    if (!authorized.allowed) {
      return answerInstead(refusalMessage(authorized.reason, invitersOf(settings, operators)));
    }

    const { invitations, channel, responseUrl, note } = draft;
    await place(deps, workspace, ready, {
      submission: draftId,
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
const isStillAllowed = ({ invitations }: OrderDraft, settings: ConnectionSettings): boolean =>
  invitations.every(
    ({ invitee, role }) =>
      offeredRoles([role], settings).length > 0 &&
      (settings.domains.length === 0 || isInDomains(invitee.address, settings.domains)),
  );
