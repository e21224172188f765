import type { WorkspaceRef } from '../domain/connection.ts';
import { type BatchReport, isEnded } from '../domain/invitation.ts';
import type { InviteRequest, NotAsked } from '../domain/request.ts';
import { requests as text } from '../text/index.ts';
import { askButton } from './ask-button.ts';
import { batchDelayed } from './batch-delayed.ts';
import { type Message, textMessage, withButtons } from './message.ts';
import { askedOf, cancelButton, leftOutWords, stateWords, wordsOf } from './request-messages.ts';
import { named } from './request-outcome.ts';

/**
 * For whoever asked, right after that, with a button that cancels it; later the same message says how it stands. `report` is of the
 * batch that it became, once Piper has answered or keeps it waiting.
 */
export function askedMessage(request: InviteRequest, report?: BatchReport): Message {
  const { organization, expiresAt, state } = request;
  const headline = text.youAsked(organization.name, askedFirst(request));
  if (state.kind === 'open') {
    return withButtons(textMessage([headline, text.youHear(expiresAt)]), [cancelButton(request)]);
  }
  if (state.kind !== 'approved') {
    return textMessage([headline, stateWords(request), ...wordsOf(request)]);
  }
  const ended = [headline, stateWords(request), ...changes(request), ...wordsOf(request)];
  if (!report) return textMessage([...ended, text.notYet]);
  if (isEnded(report)) return textMessage(ended);
  const delayed = batchDelayed(report);
  const message = textMessage(ended);
  return {
    text: [message.text, delayed.text].join('\n'),
    blocks: [...message.blocks, ...delayed.blocks],
  };
}

/** For whoever asked, once it has ended; `report` is of the batch that it became, all of whose invites Piper has answered. */
export function requestEndedMessage(request: InviteRequest, report?: BatchReport): Message {
  const { state, approvals, organization, changedBy } = request;
  const asked = askedFirst(request);
  const { name } = organization;
  switch (state.kind) {
    case 'approved': {
      const by = approvals.map((approval) => approval.by);
      return textMessage([
        text.yourEnd.approved(by, name, askedOf(request), changedBy),
        ...leftOutWords(request),
        ...wordsOf(request),
        ...(report ? [confirmedWords(report)] : []),
      ]);
    }
    case 'denied':
      return textMessage([text.yourEnd.denied(state.by, name, asked), ...wordsOf(request)]);
    case 'expired':
      return withButtons(textMessage([text.yourEnd.expired(name, asked)]), [
        askButton(`request ${request.id}`, text.askAgainPlain),
      ]);
    case 'cancelled':
      return textMessage([text.yourEnd.cancelled(state.by, name, asked)]);
    default:
      return textMessage([text.yourEnd.voided(name, asked), stateWords(request)]);
  }
}

/** Everybody who was asked for, as it was asked. */
const askedFirst = ({ invites, leftOut }: InviteRequest) =>
  [...invites, ...leftOut].map(({ invitee, role, askedRole = role }) => ({
    invitee,
    roleName: askedRole.name,
  }));

/** What whoever decided has changed about it. */
function changes(request: InviteRequest): string[] {
  const { changedBy, invites } = request;
  const isOtherRole = invites.some(({ askedRole }) => askedRole !== undefined);
  return [
    ...(changedBy !== undefined && isOtherRole
      ? [text.changedTo(changedBy, askedOf(request))]
      : []),
    ...leftOutWords(request),
  ];
}

function confirmedWords({ entries }: BatchReport): string {
  const invited = entries.filter(({ state }) => state.kind === 'invited').length;
  const already = entries.length - invited;
  return already > 0
    ? text.yourEnd.confirmedSome(invited, already)
    : text.yourEnd.confirmed(invited);
}

/** Why nothing was asked; `sent` is how many invites of the same form need no approval, and are sent. */
export function notAskedMessage(
  { teamId }: WorkspaceRef,
  problem: NotAsked,
  sent: number,
): Message {
  return textMessage([
    ...notAskedWords(teamId, problem),
    ...(sent > 0 ? [text.alsoSent(sent)] : []),
  ]);
}

function notAskedWords(teamId: string, problem: NotAsked): string[] {
  switch (problem.kind) {
    case 'asked_already': {
      const { asked } = problem;
      const lines = asked.slice(0, named).map(({ address, request }) => {
        const { workspace, requesterId, at, expiresAt } = request;
        // Who it is means nothing in another workspace, and is nobody's business there.
        return workspace.teamId === teamId
          ? text.asked(requesterId, at, expiresAt, { address })
          : text.askedElsewhere(expiresAt, { address });
      });
      const more = asked.length - lines.length;
      return [[...lines, ...(more > 0 ? [text.more(more)] : [])].join('\n'), text.nothingAsked];
    }
    case 'too_many':
      return [text.tooMany(problem.open)];
    case 'denied_lately':
      return [text.deniedLately(problem.addresses)];
  }
}
