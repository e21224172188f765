import { LRUCache } from 'lru-cache';
import type { DraftProblem } from '../../domain/draft.ts';
import { readPeople } from '../../domain/people-list.ts';
import { fields } from '../../ids.ts';
import { slack } from '../../limits.ts';
import { problemPlain, trouble } from '../../text.ts';
import { messageModal } from '../../views/invite-modal.ts';
import { refusalMessage } from '../../views/refusal.ts';
import { within } from '../../within.ts';
import { carryOutInvitation } from '../carry-out-invitation.ts';
import type { ListenerDeps } from '../deps.ts';
import type { SubmissionArgs } from '../errors.ts';
import { inviteSubmissionSchema } from '../payloads.ts';

/**
 * The form was sent. What is wrong with it is answered under its fields, so that nothing typed is lost; the invites go out
 * only after Slack has been answered, and once for each form, however often Slack delivers it.
 */
export function inviteSubmission(deps: ListenerDeps) {
  const { inviterPolicy, prepareInvitation, inviters, now } = deps;
  const taken = new LRUCache<string, true>({
    max: slack.submissions,
    ttl: slack.submissionAge,
    perf: { now },
  });

  return async ({ body, ack }: SubmissionArgs): Promise<void> => {
    const submission = inviteSubmissionSchema.parse(body);
    const { userId, viewId, role, channel, note, responseUrl } = submission;
    const typed = readPeople(submission.addresses);
    const chosen = submission.userIds.map((id) => ({ kind: 'mention', userId: id }) as const);

    const looked = await within(
      slack.lookUpBeforeAnswer,
      Promise.all([
        inviterPolicy.ask(userId),
        prepareInvitation({
          people: [...chosen, ...typed.people],
          leftovers: typed.leftovers,
          role,
        }),
      ]),
    );
    const answerErrors = (errors: Record<string, string>) =>
      ack({ response_action: 'errors', errors });
    if (!looked) return answerErrors({ [fields.people]: trouble.tooSlowPlain });

    const [authorized, prepared] = looked;
    if (!authorized.allowed) {
      const view = messageModal(refusalMessage(authorized.reason, inviters));
      return ack({ response_action: 'update', view });
    }
    if (!prepared.ok) return answerErrors(fieldErrors(prepared.error));

    const isRepeated = taken.has(viewId);
    taken.set(viewId, true);
    await ack({ response_action: 'clear' });
    if (isRepeated) return;
    return carryOutInvitation(
      deps,
      prepared.value,
      { channel, userId, ...(responseUrl && { responseUrl }) },
      note,
    );
  };
}

/** Each problem under its field; parts of a draft and fields of the form have the same names. */
function fieldErrors(problems: readonly DraftProblem[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    const field = fields[problem.part];
    errors[field] = [errors[field], problemPlain(problem)].filter(Boolean).join(' ');
  }
  return errors;
}
