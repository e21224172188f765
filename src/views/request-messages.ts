import type { KnownBlock } from '@slack/types';
import type { Approvers, Asking } from '../domain/asking.ts';
import type { BatchReport } from '../domain/invitation.ts';
import type { InviteRequest, SeenRequest } from '../domain/request.ts';
import { actions } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { preview, requests as text } from '../text/index.ts';
import { quote } from '../text/mrkdwn.ts';
import { limitLines } from '../text/words.ts';
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
import { fatesIn, named, outcomeWords } from './request-outcome.ts';

/** Whom it is about, with the roles that they get if it is approved, beside those that were asked for. */
export const askedOf = ({ invites }: Pick<InviteRequest, 'invites'>) =>
  invites.map(({ invitee, role, askedRole }) => ({
    invitee,
    roleName: role.name,
    ...(askedRole && { askedRoleName: askedRole.name }),
  }));

/** Those who were left out, if anybody was. */
export const leftOutWords = ({ leftOut }: Pick<InviteRequest, 'leftOut'>): string[] =>
  leftOut.length > 0 ? [text.leftOut(leftOut.map(({ invitee }) => invitee))] : [];

/**
 * A request as those who decide see it; `report` is of the batch that it became, once Piper has answered or keeps it waiting. Everybody to be asked is called once, in the first
 * message: an edit calls nobody.
 */
export function requestMessage(
  request: InviteRequest,
  { approvers, needed, report }: { approvers?: Approvers; needed: number; report?: BatchReport },
): Message {
  const { reason, at, expiresAt, approvals, lapsed, state } = request;
  const asked = askedOf(request);
  const headline = requestHeadline(request);
  const fates = report && fatesIn(report);
  const everybody =
    asked.length === 1
      ? []
      : asked.map((each) => text.person(each, fates?.get(each.invitee.address)));
  const listed = limitLines(everybody, { characters: blockKit.sectionCharacters, maxLines: named });
  const lines = [...listed, ...leftOutWords(request)];
  const isOpen = state.kind === 'open';
  const calls = isOpen && approvers ? text.calls(approvers) : undefined;
  const isCounted = needed > 1 && approvals.length + lapsed.length > 0;
  const details = [
    text.askedAt(at),
    ...(isOpen ? [text.endsOn(expiresAt)] : []),
    ...(isOpen && isCounted
      ? [
          text.counted(
            approvals.map(({ by }) => by),
            needed,
            lapsed,
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
      ...(isOpen ? [decideButtons(request, listed.at(-1) !== everybody.at(-1))] : []),
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
  switch (request.state.kind) {
    case 'approved': {
      const answer = report ? outcomeWords(report) : [text.notYet];
      return [stateWords(request), ...wordsOf(request), ...answer];
    }
    case 'denied':
      return [stateWords(request), ...wordsOf(request)];
    default:
      return [stateWords(request)];
  }
}

/** What whoever decided says to whoever asked. */
export const wordsOf = ({ state }: InviteRequest): string[] =>
  'words' in state && state.words ? [quote(state.words)] : [];

/** How a request has ended, in a sentence. */
export function stateWords({ state, approvals, organization }: InviteRequest): string {
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

/** The buttons of an open request; their value says what whoever presses them has seen. `isCut` where somebody is not named. */
export function decideButtons(
  { id, revision, invites }: InviteRequest,
  isCut = invites.length > named,
): KnownBlock {
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
    ...(isCut ? [{ ...button(actions.seeRequest, preview.seeAllPlain), value }] : []),
  ]);
}

/** Reminds those who decide, once. */
export const requestReminder = (
  { expiresAt }: InviteRequest,
  { approvers }: Pick<Asking, 'approvers'>,
): Message => textMessage([text.reminder(approvers, expiresAt)]);

/** The open requests that somebody may see, each with its buttons; as many as fit. */
export function requestsMessage(requests: readonly SeenRequest[]): Message {
  if (requests.length === 0) return textMessage([text.none]);
  const entries = requests.map(({ request }) => entryOf(request));
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

/** Who asks for whom, since when and until when, and why. */
export function entryOf(request: InviteRequest): string {
  const { requesterId, at, expiresAt, reason } = request;
  const line = text.line(requesterId, askedOf(request), at, expiresAt);
  return reason ? `${line}\n${quote(reason)}` : line;
}

function buttonsOf(seen: SeenRequest | undefined): KnownBlock[] {
  if (seen?.mayDecide) return [decideButtons(seen.request)];
  return seen?.mayCancel ? [buttonRow([cancelButton(seen.request)])] : [];
}

export const cancelButton = ({ id, revision }: InviteRequest) => ({
  ...button(actions.cancelRequest, text.cancelPlain),
  value: `${id} ${revision}`,
});
