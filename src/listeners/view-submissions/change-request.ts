import { ok } from '../../domain/result.ts';
import { requestFields } from '../../ids.ts';
import { requests as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { decidedMessage, notDecidedMessage } from '../../views/request-answers.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { changeSchema } from '../payloads/request-forms.ts';

/** A request is approved as whoever decides has changed it. */
export const changeRequestSubmission =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  (args: SubmissionArgs): Promise<void> => {
    const {
      userId: by,
      requestId,
      revision,
      roleId,
      leftOut,
      words,
    } = changeSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const say = (message: Message): Answer => ({
      view: messageModal(message, text.changeTitlePlain),
    });
    const work = async (): Promise<Answer> => {
      const found = await guard(deps, workspace, by);
      if (!found.ok) return say(found.error);
      const reference = currentReference();
      const decider = { workspace, connected: found.value, requestId, by, reference };
      const open = await deps.decideRequest.open(decider);
      if (!open.ok) return say(notDecidedMessage(open.error, reference));
      // Without another role, nothing is needed of Piper.
      const roles = roleId === undefined ? ok([]) : await found.value.piper.roles();
      if (!roles.ok) {
        return say(notDecidedMessage({ kind: 'unread', failure: roles.error }, reference));
      }
      const role = roles.value.find(({ id }) => id === roleId);
      const wrong = (field: string, problem: string): Answer => ({
        errors: { [field]: problem },
        late: messageModal(textMessage([problem]), text.changeTitlePlain),
      });
      if (roleId !== undefined && !role) return wrong(requestFields.role, text.roleGonePlain);
      const changed = open.value.request.invites
        .filter((_, position) => !leftOut.includes(`${position}`))
        .map((invite) => (role ? { ...invite, role } : invite));
      if (changed.length === 0) return wrong(requestFields.leaveOut, text.nobodyLeftPlain);
      const decided = await deps.decideRequest.approve(decider, { revision, changed, words });
      return say(
        decided.ok ? decidedMessage(decided.value) : notDecidedMessage(decided.error, reference),
      );
    };
    return answerSubmission(deps, args, work(), waitingModal(text.changeTitlePlain));
  };
