import { type HistoryProblem, historyFiltersOf } from '../../domain/history.ts';
import { historyFields } from '../../ids.ts';
import { history as text } from '../../text/index.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Searcher } from '../guards/require-searcher.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { historyPage } from '../modals/open-history.ts';
import { historySubmissionSchema } from '../payloads/history.ts';

/** The search was submitted: what is found is shown on top of the form, so that it can be changed. */
export const historySubmission =
  (deps: ListenerDeps, guard: Guard<Searcher>) =>
  async (args: SubmissionArgs): Promise<void> => {
    const { userId, input } = historySubmissionSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const work = async (): Promise<Answer> => {
      const person = await workspace.people.find(userId);
      const filters = historyFiltersOf(input, (person.ok && person.value.utcOffset) || 0);
      if (!filters.ok) return problemAnswer(filters.error);
      return { view: await historyPage(deps, workspace, guard, userId, filters.value) };
    };
    const meanwhile = { ...waitingModal(text.titlePlain), external_id: deps.newId() };
    await answerSubmission(deps, args, work(), meanwhile);
  };

const words = {
  address: text.notAnAddressPlain,
  to: text.daysTurnedPlain,
} satisfies Record<HistoryProblem, string>;

const problemAnswer = (problems: readonly HistoryProblem[]): Answer => ({
  errors: Object.fromEntries(problems.map((problem) => [historyFields[problem], words[problem]])),
  late: messageModal(
    textMessage(problems.map((problem) => words[problem])),
    text.titlePlain,
    text.backPlain,
  ),
});
