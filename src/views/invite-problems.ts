import { type BatchReport, type Invitee, isWorthRetrying } from '../domain/invitation.ts';
import { commands } from '../ids.ts';
import { blockKit, batch as limits } from '../limits.ts';
import { resultFile as fileText, type ListLimit, outcome as text } from '../text/index.ts';
import { retryButton } from './batch-buttons.ts';
import { type Message, sentences, withButtons } from './message.ts';

/**
 * Whether a file with every result comes below; undefined where everything can be told without. `said_before` where a message
 * that has said so is said again, shorter.
 */
export type FileBelow = 'sent' | 'not_granted' | 'not_sent' | 'said_before';

/**
 * What only the person who invites is told: who was left out and why, with the remedy. Undefined when everybody was
 * invited. Somebody who is a member already is mentioned here only when there is no confirmation to say so.
 */
export function inviteProblems(report: BatchReport, file?: FileBelow): Message | undefined {
  const { batch, entries } = report;
  const paragraphs = file === undefined ? everything(report) : asMuchAsFits(report, file);
  if (paragraphs.length === 0) return undefined;
  // Nobody looks into the log for what somebody cancelled.
  const hasFailed = entries.some(({ state: { kind } }) => kind === 'failed' || kind === 'unknown');
  const message = hasFailed ? sentences(paragraphs, batch.reference) : sentences(paragraphs);
  const isRetriable = entries.some(({ state }) => isWorthRetrying(state));
  return withButtons(message, isRetriable ? [retryButton(batch.id)] : []);
}

/** Whether a message can name everybody and say every reason. */
export const canTellAll = (report: BatchReport): boolean =>
  report.entries.length <= limits.namedPeople &&
  everything(report).join('').length <= blockKit.messageCharacters;

function everything(report: BatchReport): string[] {
  const limit = { characters: Number.POSITIVE_INFINITY };
  const failed = reasonsIn(report).map(({ invitees, say }) => say(invitees, limit));
  return [...failed, ...members(report, limit)];
}

function asMuchAsFits(report: BatchReport, file: FileBelow): string[] {
  const reasons = reasonsIn(report);
  const limitFor = (lists: number): ListLimit => ({
    characters: Math.floor(blockKit.listCharacters / lists),
    // Whom the file names, or the message named before, need not be named here.
    ...((file === 'sent' || file === 'said_before') && { most: limits.namedOfMany }),
  });
  const told: string[] = [];
  let others = 0;
  let used = 0;
  for (const { invitees, say } of reasons) {
    const sentence = say(invitees, limitFor(reasons.length));
    used += sentence.length;
    if (told.length === 0 || used <= blockKit.listCharacters) told.push(sentence);
    else others += invitees.length;
  }
  const paragraphs = [
    ...told,
    ...(others > 0 ? [text.others(others, file === 'sent')] : []),
    ...members(report, limitFor(2)),
  ];
  return paragraphs.length > 0 || file === 'sent'
    ? [...paragraphs, ...fileWords(report, file)]
    : paragraphs;
}

type Say = (invitees: Invitee[], limit: ListLimit) => string;

/** Who failed, by the sentence that says why. */
function reasonsIn({ batch, entries }: BatchReport) {
  const reasons = new Map<string, { invitees: Invitee[]; say: Say }>();
  for (const { invitee, state } of entries) {
    const say = sayFor(batch.organization.name, state);
    if (!say) continue;
    const words = say([], { characters: 0 });
    const reason = reasons.get(words) ?? { invitees: [], say };
    reason.invitees.push(invitee);
    reasons.set(words, reason);
  }
  return [...reasons.values()];
}

function sayFor(
  organization: string,
  state: BatchReport['entries'][number]['state'],
): Say | undefined {
  switch (state.kind) {
    case 'failed':
      return (invitees, limit) => text.failed(organization, invitees, state.failure, limit);
    case 'unknown':
      return (invitees, limit) => text.unknown(organization, invitees, state.failure, limit);
    case 'cancelled':
      return (invitees, limit) => text.cancelled(organization, invitees, state.by, limit);
    default:
      return undefined;
  }
}

/** Who was a member already, where no confirmation says so. */
function members({ batch, entries }: BatchReport, limit: ListLimit): string[] {
  if (entries.some(({ state }) => state.kind === 'invited')) return [];
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
