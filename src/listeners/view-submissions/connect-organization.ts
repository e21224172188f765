import { connecting } from '../../text/index.ts';
import type { ConnectionState } from '../../usecases/find-connection.ts';
import { checkingModal } from '../../views/connect-modal.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { settingsStep } from '../modals/settings-step.ts';
import { organizationSchema } from '../payloads/connection-forms.ts';

/** One of the token's organizations was chosen. The next step is the settings. */
export const organizationSubmission =
  (deps: ListenerDeps, guard: Guard<ConnectionState>) =>
  (args: SubmissionArgs): Promise<void> => {
    const chosen = organizationSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const work = async (): Promise<Answer> => {
      const state = await guard(deps, workspace, chosen.userId);
      return state.ok
        ? settingsStep(deps, workspace, state.value, chosen)
        : { view: messageModal(state.error, connecting.titlePlain) };
    };
    return answerSubmission(deps, args, work(), checkingModal());
  };
