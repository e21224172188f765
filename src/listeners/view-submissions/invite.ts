import type { DraftProblem } from '../../domain/draft.ts';
import { readPeople } from '../../domain/people-list.ts';
import { invitersOf } from '../../domain/policy.ts';
import { fields } from '../../ids.ts';
import { slack } from '../../limits.ts';
import { form, problemPlain, trouble } from '../../text.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { prepareInvitation } from '../../usecases/prepare-invitation.ts';
import { type Message, sentences } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { refusalMessage } from '../../views/refusal.ts';
import { within } from '../../within.ts';
import type { ListenerDeps } from '../deps.ts';
import type { SubmissionArgs } from '../errors.ts';
import { inviteSubmissionSchema } from '../payloads.ts';
import { place } from '../place.ts';
import { readyConnection } from '../why-not-ready.ts';

type Looked =
  | { ready: Connected; prepared: Awaited<ReturnType<typeof prepareInvitation>> }
  | { instead: Message };

/**
 * The form was sent. What is wrong with it is answered under its fields, so that nothing typed is lost. What it asks for is
 * stored before Slack is answered, once for each form, however often Slack delivers it.
 */
export function inviteSubmission(deps: ListenerDeps) {
  const { workspaceOf, authorize, operators } = deps;
  return async ({ body, ack, context }: SubmissionArgs): Promise<void> => {
    const submission = inviteSubmissionSchema.parse(body);
    const { userId, viewId, organizationId, role, channel, note, responseUrl } = submission;
    const workspace = workspaceOf(context);
    const answerErrors = (errors: Record<string, string>) =>
      ack({ response_action: 'errors', errors });

    const typed = readPeople(submission.addresses);
    const chosen = submission.userIds.map((id) => ({ kind: 'mention', userId: id }) as const);
    const draft = { people: [...chosen, ...typed.people], leftovers: typed.leftovers, role };
    const look = async (): Promise<Looked> => {
      const ready = await readyConnection(deps, workspace, await workspace.find(), userId);
      if ('instead' in ready) return ready;
      const { connection, piper } = ready;
      if (connection.organization.id !== organizationId) {
        return { instead: sentences([form.otherOrganization(connection.organization.name)]) };
      }
      const { settings } = connection;
      const [authorized, prepared] = await Promise.all([
        authorize.toInvite(workspace, userId, settings),
        prepareInvitation({ people: workspace.people, piper, settings }, draft),
      ]);
      return authorized.allowed
        ? { ready, prepared }
        : { instead: refusalMessage(authorized.reason, invitersOf(settings, operators)) };
    };
    const looked = await within(slack.lookUpBeforeAnswer, look());
    if (!looked) return answerErrors({ [fields.people]: trouble.tooSlowPlain });
    if ('instead' in looked) {
      return ack({ response_action: 'update', view: messageModal(looked.instead) });
    }
    const { ready, prepared } = looked;
    if (!prepared.ok) return answerErrors(fieldErrors(prepared.error));

    const { invitees, role: wanted } = prepared.value;
    await place(deps, workspace, ready, {
      submission: viewId,
      surface: 'form',
      inviterId: userId,
      invitees: invitees.map((invitee) => ({ invitee, role: wanted })),
      audience: {
        channel,
        ...(responseUrl && { channelUrl: responseUrl, inviterUrl: responseUrl }),
      },
      note,
    });
    await ack({ response_action: 'clear' });
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
