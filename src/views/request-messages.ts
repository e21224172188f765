import type { KnownBlock } from '@slack/types';
import type { Approvers, Asking } from '../domain/asking.ts';
import type { WorkspaceRef } from '../domain/connection.ts';
import type { BatchReport } from '../domain/invitation.ts';
import type { InviteRequest, NotAsked, NotDecided } from '../domain/request.ts';
import { actions } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { requests as text } from '../text/index.ts';
import { quote } from '../text/mrkdwn.ts';
import { limitLines } from '../text/words.ts';
import { inviteConfirmation } from './invite-confirmation.ts';
import {
  button,
  buttonRow,
  context,
  type Message,
  section,
  sections,
  textMessage,
} from './message.ts';
import { plain } from './modal.ts';

/** How many people a message names. */
const named = 10;
/** Of a confirmation, below the people whom a message names already. */
const confirmedCharacters = 1_000;

const askedOf = ({ invites }: Pick<InviteRequest, 'invites'>) =>
  invites.map(({ invitee, role }) => ({ invitee, roleName: role.name }));

/**
 * A request as those who decide see it; `report` is of the batch that it became. Everybody to be asked is called once, in the first
 * message: an edit calls nobody.
 */
export function requestMessage(
  request: InviteRequest,
  { approvers, needed, report }: { approvers?: Approvers; needed: number; report?: BatchReport },
): Message {
  const { reason, at, expiresAt, approvals, state } = request;
  const asked = askedOf(request);
  const headline = requestHeadline(request);
  const lines =
    asked.length === 1
      ? []
      : [
          ...asked.slice(0, named).map(text.person),
          ...(asked.length > named ? [text.more(asked.length - named)] : []),
        ];
  const isOpen = state.kind === 'open';
  const calls = isOpen && approvers ? text.calls(approvers) : undefined;
  const isCounted = needed > 1 && approvals.length > 0;
  const details = [
    text.askedAt(at),
    ...(isOpen ? [text.endsOn(expiresAt)] : []),
    ...(isOpen && isCounted
      ? [
          text.counted(
            approvals.map(({ by }) => by),
            needed,
          ),
        ]
      : []),
  ].join(' · ');
  const end = isOpen ? [] : endOf(request, report);
  return {
    text: [headline, ...lines, ...(reason ? [quote(reason)] : []), ...end].join('\n'),
    blocks: [
      section(headline),
      ...sections(lines),
      ...(reason ? [section(quote(reason))] : []),
      ...(calls ? [section(calls)] : []),
      context(details),
      ...end.map(section),
      ...(isOpen ? [decideButtons(request)] : []),
    ],
  };
}

/** Who asks for whom. */
export const requestHeadline = (request: InviteRequest): string =>
  text.headline(
    request.requesterId,
    request.organization.name,
    askedOf(request),
    request.changedBy,
  );

/** How it ended, and what Piper has said since. */
function endOf(request: InviteRequest, report: BatchReport | undefined): string[] {
  const { state, requesterId } = request;
  switch (state.kind) {
    case 'approved': {
      const answer = report
        ? (confirmedWords(report) ?? text.noneConfirmed(requesterId))
        : text.notYet;
      return [stateWords(request), ...wordsOf(request), answer];
    }
    case 'denied':
      return [stateWords(request), ...wordsOf(request)];
    default:
      return [stateWords(request)];
  }
}

/** What Piper has said: in full where that is short, else how it went in all. Who approved it is said above. */
function confirmedWords({ batch, ...report }: BatchReport): string | undefined {
  const { approvedBy: _, ...confirmed } = batch;
  const words = inviteConfirmation({ ...report, batch: confirmed })?.text;
  if (words === undefined || words.length <= confirmedCharacters) return words;
  const lines = words.split('\n');
  return [lines.at(0), lines.at(-1)].join('\n');
}

/** What whoever decided says to whoever asked. */
const wordsOf = ({ state }: InviteRequest): string[] =>
  'words' in state && state.words ? [quote(state.words)] : [];

/** How a request has ended, in a sentence. */
function stateWords({ state, approvals, organization }: InviteRequest): string {
  switch (state.kind) {
    case 'open':
      return '';
    case 'approved':
      return text.approved(
        approvals.map(({ by }) => by),
        state.at,
      );
    case 'denied':
      return text.denied(state.by, state.at);
    case 'cancelled':
      return text.cancelled(state.by, state.at);
    case 'expired':
      return text.expired(state.at);
    case 'void':
      return text.voided(state.why, organization.name);
  }
}

/** The buttons of an open request; their value says what whoever presses them has seen. */
function decideButtons({ id, revision, invites }: InviteRequest): KnownBlock {
  const value = `${id} ${revision}`;
  const count = invites.length;
  return buttonRow([
    {
      ...button(actions.approveRequest, text.approvePlain(count), 'primary'),
      value,
      ...(count > 1 && {
        confirm: {
          title: plain(text.confirmTitlePlain(count)),
          text: plain(text.confirmPlain),
          confirm: plain(text.confirmYesPlain),
          deny: plain(text.confirmNoPlain),
        },
      }),
    },
    { ...button(actions.changeRequest, text.changePlain), value },
    { ...button(actions.denyRequest, text.denyPlain, 'danger'), value },
  ]);
}

/** For whoever asked, right after that. */
export function askedMessage(request: InviteRequest): Message {
  const { organization, expiresAt } = request;
  const message = textMessage([text.youAsked(organization.name, askedOf(request), expiresAt)]);
  return { ...message, blocks: [...message.blocks, buttonRow([cancelButton(request)])] };
}

/** For whoever asked, once it has ended. */
export function requestEndedMessage(request: InviteRequest): Message {
  const { state, approvals, organization } = request;
  const asked = askedOf(request);
  const { name } = organization;
  switch (state.kind) {
    case 'approved':
      return textMessage([
        text.yourEnd.approved(
          approvals.map(({ by }) => by),
          name,
          asked,
          request.changedBy,
        ),
        ...wordsOf(request),
      ]);
    case 'denied':
      return textMessage([text.yourEnd.denied(state.by, name, asked), ...wordsOf(request)]);
    case 'expired':
      return textMessage([text.yourEnd.expired(name, asked)]);
    case 'cancelled':
      return textMessage([text.yourEnd.cancelled(state.by, name, asked)]);
    default:
      return textMessage([text.yourEnd.voided(name, asked), stateWords(request)]);
  }
}

/** Reminds those who decide, once. */
export const requestReminder = (
  { expiresAt }: InviteRequest,
  { approvers }: Pick<Asking, 'approvers'>,
): Message => textMessage([text.reminder(approvers, expiresAt)]);

/** Why nothing was decided, for whoever pressed a button. */
export function notDecidedMessage(problem: NotDecided, reference: string | undefined): Message {
  switch (problem.kind) {
    case 'gone':
      return textMessage([text.gone]);
    case 'ended':
      return textMessage([text.late(stateWords(problem.request))]);
    case 'may_not':
      return textMessage([text.mayNot(problem.why, problem.asking?.approvers)]);
    case 'above':
      return textMessage([text.above(problem.role, problem.reason)]);
    case 'unread':
      return textMessage([text.unread], reference);
    case 'requester_unread':
      return textMessage([text.requesterUnread], reference);
    case 'changed':
      return textMessage([text.changedMeanwhile]);
    case 'too_many':
      return textMessage([
        text.tooManyOpen(problem.tooMany.kind === 'open' ? problem.tooMany.open : 0),
      ]);
  }
}

/** A request, and what somebody who sees it may do about it. */
type SeenRequest = { request: InviteRequest; mayDecide: boolean; mayCancel: boolean };

/** The open requests that somebody may see, each with its buttons; as many as fit. */
export function requestsMessage(requests: readonly SeenRequest[]): Message {
  if (requests.length === 0) return textMessage([text.none]);
  const entries = requests.map(({ request }) => {
    const { requesterId, at, expiresAt, reason } = request;
    const line = text.line(requesterId, askedOf(request), at, expiresAt);
    return reason ? `${line}\n${quote(reason)}` : line;
  });
  const title = text.listTitle(requests.length);
  const shown = limitLines(entries, { characters: blockKit.messageCharacters });
  return {
    text: [title, ...shown].join('\n'),
    blocks: [
      section(title),
      ...shown.flatMap((words, at) => [
        ...sections(words.split('\n')),
        ...(words === entries[at] ? buttonsOf(requests[at]) : []),
      ]),
    ],
  };
}

function buttonsOf(seen: SeenRequest | undefined): KnownBlock[] {
  if (seen?.mayDecide) return [decideButtons(seen.request)];
  return seen?.mayCancel ? [buttonRow([cancelButton(seen.request)])] : [];
}

const cancelButton = ({ id, revision }: InviteRequest) => ({
  ...button(actions.cancelRequest, text.cancelPlain),
  value: `${id} ${revision}`,
});

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
