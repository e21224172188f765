import { connectFields } from '../../ids.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { connecting } from '../../text/index.ts';
import { checkingModal, organizationModal, tokenProblemModal } from '../../views/connect-modal.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { whyNotConnect } from '../guards/require-connection-admin.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/open-modal.ts';
import { settingsStep } from '../modals/settings-step.ts';
import { tokenSchema } from '../payloads/connection-forms.ts';

/** A platform token was given: it is checked, and the organization or the settings come next. */
export const tokenSubmission =
  (deps: ListenerDeps) =>
  (args: SubmissionArgs): Promise<void> => {
    const { userId, token } = tokenSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    return answerSubmission(deps, args, nextStep(deps, workspace, userId, token), checkingModal());
  };

async function nextStep(
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
  token: string,
): Promise<Answer> {
  const problem = (text: string): Answer => ({
    errors: { [connectFields.token]: text },
    late: tokenProblemModal(text),
  });
  const denial = await whyNotConnect(deps, workspace, userId);
  if (denial) return { view: messageModal(denial, connecting.titlePlain) };
  if (!/^pat_[!-~]+$/.test(token)) return problem(connecting.notATokenPlain);

  const checked = await deps.connectWorkspace.check(token, workspace.ref, userId);
  if (!checked.ok) {
    deps.log.warn({ failure: checked.error }, 'a token could not be used');
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
  return usable.length === 1
    ? settingsStep(deps, workspace, { userId, pendingId, organizationId: only.id })
    : { view: organizationModal({ pendingId, usable, unusable }) };
}
