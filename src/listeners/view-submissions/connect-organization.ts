import { connecting } from '../../text/index.ts';
import { checkingModal } from '../../views/connect-modal.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { whyNotConnect } from '../guards/require-connection-admin.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/open-modal.ts';
import { settingsStep } from '../modals/settings-step.ts';
import { organizationSchema } from '../payloads/connection-forms.ts';

/** One of the token's organizations was chosen: the settings come next. */
export const organizationSubmission =
  (deps: ListenerDeps) =>
  (args: SubmissionArgs): Promise<void> => {
    const { userId, pendingId, organizationId } = organizationSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const work = async (): Promise<Answer> => {
      const denial = await whyNotConnect(deps, workspace, userId);
      if (denial) return { view: messageModal(denial, connecting.titlePlain) };
      return settingsStep(deps, workspace, { userId, pendingId, organizationId });
    };
    return answerSubmission(deps, args, work(), checkingModal());
  };
