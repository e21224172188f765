import { connectFields } from '../../ids.ts';
import { connecting } from '../../text/index.ts';
import type { ConnectionState } from '../../usecases/find-connection.ts';
import { checkingModal, organizationModal, tokenProblemModal } from '../../views/connect-modal.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { settingsStep } from '../modals/settings-step.ts';
import { tokenSchema } from '../payloads/connection-forms.ts';
import type { Workspace } from '../workspace.ts';

/** A platform token was entered. The next step is choosing an organization, or the settings if there is only one. */
export const tokenSubmission =
  (deps: ListenerDeps, guard: Guard<ConnectionState>) =>
  (args: SubmissionArgs): Promise<void> => {
    const input = tokenSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    return answerSubmission(deps, args, nextStep(deps, workspace, guard, input), checkingModal());
  };

async function nextStep(
  deps: ListenerDeps,
  workspace: Workspace,
  guard: Guard<ConnectionState>,
  { userId, token }: ReturnType<typeof tokenSchema.parse>,
): Promise<Answer> {
  const problem = (text: string): Answer => ({
    errors: { [connectFields.token]: text },
    late: tokenProblemModal(text),
  });
  const state = await guard(deps, workspace, userId);
  if (!state.ok) return { view: messageModal(state.error, connecting.titlePlain) };
  if (!/^pat_[!-~]+$/.test(token)) return problem(connecting.notATokenPlain);

  const checked = await deps.connectWorkspace.check(token, workspace.ref, userId);
  if (!checked.ok) {
    deps.log.warn({ failure: checked.error }, 'platform token could not be used');
    return problem(connecting.tokenFailurePlain(checked.error));
  }
  const { pendingId, usable, unusable } = checked.value;
  const [only] = usable;
  if (!pendingId || !only) {
    return problem(
      unusable.length > 0
        ? connecting.seesNothingUsablePlain(unusable)
        : connecting.seesNothingPlain,
    );
  }
  if (usable.length > 1) return { view: organizationModal({ pendingId, usable, unusable }) };
  const chosen = { userId, pendingId, organizationId: only.id };
  return settingsStep(deps, workspace, state.value, chosen);
}
