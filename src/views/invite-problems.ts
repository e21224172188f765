import { isTokenRefused } from '../domain/failures.ts';
import { type BatchReport, type Invitee, isWorthRetrying } from '../domain/invitation.ts';
import type { PiperPages } from '../domain/piper-pages.ts';
import { isStillRefused, type TokenRemedy } from '../domain/token-remedy.ts';
import { commands } from '../ids.ts';
import { blockKit, batch as limits } from '../limits.ts';
import {
  resultFile as fileText,
  type ListLimit,
  piperPages,
  outcome as text,
} from '../text/index.ts';
import { retryButton } from './batch-buttons.ts';
import { type Message, textMessage, withButtons } from './message.ts';
import { remedyButtons, withRemedy } from './token-remedy.ts';

/**
 * What became of the file with every result: it follows the message, or cannot. `said_before` is for a shorter repetition of a
 * message that has said so.
 */
export type FileBelow = 'sent' | 'not_granted' | 'not_sent' | 'said_before';

/**
 * What only the inviter reads: who was left out, why, and the remedy. Undefined when there is nothing to say. Without a
 * `file`, the message names everybody; with one, it is cut to what fits. `token` is what the
 * inviter can do where Piper refused the token: as long as it does, nothing is offered to be sent again. Where the token only may be
 * why, both are offered.
 */
export function inviteProblems(
  report: BatchReport,
  file?: FileBelow,
  { pages, token }: { pages?: PiperPages | undefined; token?: TokenRemedy | undefined } = {},
): Message | undefined {
  const { batch, entries } = report;
  const paragraphs =
    file === undefined ? everything(report, token) : asMuchAsFits(report, file, token);
  if (paragraphs.length === 0) return undefined;
  // A cancelled invite is nothing to look up in the log.
  const hasFailed = entries.some(({ state: { kind } }) => kind === 'failed' || kind === 'unknown');
  const message = hasFailed
    ? textMessage([...paragraphs, ...(pages ? [piperPages.all(pages)] : [])], batch.reference)
    : textMessage(paragraphs);
  const retriable = entries.filter(({ state }) => isWorthRetrying(state));
  if (token && isStillRefused(token) && hasTokenFailure(report)) {
    return withRemedy(message, token);
  }
  const isRest = retriable.every(({ state }) => state.kind === 'cancelled');
  return withButtons(message, [
    ...(retriable.length > 0 ? [retryButton(batch.id, isRest)] : []),
    ...(token && isTokenInDoubt(report) ? remedyButtons(token, true) : []),
  ]);
}

/** Whether somebody was not invited because Piper refused the token. */
export const hasTokenFailure = ({ entries }: BatchReport): boolean =>
  entries.some(({ state }) => 'failure' in state && state.failure && isTokenRefused(state.failure));

/** Whether somebody was not invited, and the token may be why, though Piper takes others with it. */
export const isTokenInDoubt = (report: BatchReport): boolean =>
  !hasTokenFailure(report) &&
  report.entries.some(({ state }) => 'failure' in state && state.failure?.kind === 'forbidden');

/** Whether one message can name everybody and give every reason. */
export const fitsInMessage = (report: BatchReport): boolean =>
  report.entries.length <= limits.namedPeople &&
  everything(report).join('').length <= blockKit.messageCharacters;

function everything(report: BatchReport, token?: TokenRemedy): string[] {
  const limit = { characters: Number.POSITIVE_INFINITY };
  const failed = reasonsIn(report, token).map(({ invitees, explain }) => explain(invitees, limit));
  return [...failed, ...existingMembers(report, limit)];
}

function asMuchAsFits(report: BatchReport, file: FileBelow, token?: TokenRemedy): string[] {
  const reasons = reasonsIn(report, token);
  const limitFor = (lists: number): ListLimit => ({
    characters: Math.floor(blockKit.listCharacters / lists),
    // The file, or the message before this one, already names the others.
    ...((file === 'sent' || file === 'said_before') && { maxLines: limits.namedOfMany }),
  });
  const explained: string[] = [];
  let others = 0;
  let used = 0;
  for (const { invitees, explain } of reasons) {
    const sentence = explain(invitees, limitFor(reasons.length));
    used += sentence.length;
    if (explained.length === 0 || used <= blockKit.listCharacters) explained.push(sentence);
    else others += invitees.length;
  }
  const paragraphs = [
    ...explained,
    ...(others > 0 ? [text.others(others, file === 'sent')] : []),
    ...existingMembers(report, limitFor(2)),
  ];
  return paragraphs.length > 0 || file === 'sent'
    ? [...paragraphs, ...fileWords(report, file)]
    : paragraphs;
}

type Explain = (invitees: Invitee[], limit: ListLimit) => string;

/** Who was not invited, grouped by the sentence that says why. */
function reasonsIn({ batch, entries }: BatchReport, token: TokenRemedy | undefined) {
  const reasons = new Map<string, { invitees: Invitee[]; explain: Explain }>();
  for (const { invitee, state } of entries) {
    const explain = explainerOf(batch.organization.name, state, token);
    if (!explain) continue;
    const key = explain([], { characters: 0 });
    const reason = reasons.get(key) ?? { invitees: [], explain };
    reason.invitees.push(invitee);
    reasons.set(key, reason);
  }
  return [...reasons.values()];
}

function explainerOf(
  organization: string,
  state: BatchReport['entries'][number]['state'],
  token: TokenRemedy | undefined,
): Explain | undefined {
  switch (state.kind) {
    case 'failed':
      return (invitees, limit) => text.failed(organization, invitees, state.failure, limit, token);
    case 'unknown':
      return (invitees, limit) => text.unknown(organization, invitees, state.failure, limit, token);
    case 'cancelled':
      return (invitees, limit) => text.cancelled(organization, invitees, state.by, limit);
    default:
      return undefined;
  }
}

/** Who was a member already, unless the end of a request says so. */
function existingMembers({ batch, entries }: BatchReport, limit: ListLimit): string[] {
  const isConfirmed =
    entries.some(({ state }) => state.kind === 'invited') &&
    entries.every(({ state }) => 'member' in state);
  if (batch.approvedBy && isConfirmed) return [];
  const already = entries.flatMap(({ invitee, state }) => {
    if (state.kind !== 'already_member') return [];
    const { roleName, status } = state.member;
    return [{ invitee, roleName, status }];
  });
  return already.length > 0 ? [text.alreadyThere(batch.organization.name, already, limit)] : [];
}

function fileWords({ batch, entries }: BatchReport, file: FileBelow): string[] {
  switch (file) {
    case 'sent':
      return [fileText.below(batch.organization.name, entries.length)];
    case 'not_granted':
      return [fileText.notGranted(entries.length, commands.invite)];
    case 'not_sent':
      return [fileText.notSent];
    case 'said_before':
      return [];
  }
}
