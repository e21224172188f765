import { type Invitee, isWorthRetrying, type OrderReport } from '../domain/invitation.ts';
import { commands } from '../ids.ts';
import { blockKit, invitation as limits } from '../limits.ts';
import { resultFile as fileText, type Room, outcome as text } from '../text/index.ts';
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
export function inviteProblems(report: OrderReport, file?: FileBelow): Message | undefined {
  const { order, entries } = report;
  const paragraphs = file === undefined ? everything(report) : asMuchAsFits(report, file);
  if (paragraphs.length === 0) return undefined;
  // Nobody looks into the log for what somebody cancelled.
  const hasFailed = entries.some(
    ({ standing: { kind } }) => kind === 'failed' || kind === 'unknown',
  );
  const message = hasFailed ? sentences(paragraphs, order.reference) : sentences(paragraphs);
  const isRetriable = entries.some(({ standing }) => isWorthRetrying(standing));
  return withButtons(message, isRetriable ? [retryButton(order.id)] : []);
}

/** Whether a message can name everybody and say every reason. */
export const canTellAll = (report: OrderReport): boolean =>
  report.entries.length <= limits.named &&
  everything(report).join('').length <= blockKit.messageCharacters;

function everything(report: OrderReport): string[] {
  const room = { characters: Number.POSITIVE_INFINITY };
  const failed = reasonsIn(report).map(({ invitees, say }) => say(invitees, room));
  return [...failed, ...members(report, room)];
}

function asMuchAsFits(report: OrderReport, file: FileBelow): string[] {
  const reasons = reasonsIn(report);
  const roomFor = (lists: number): Room => ({
    characters: Math.floor(blockKit.listCharacters / lists),
    // Whom the file names, or the message named before, need not be named here.
    ...((file === 'sent' || file === 'said_before') && { most: limits.shortened }),
  });
  const told: string[] = [];
  let others = 0;
  let used = 0;
  for (const { invitees, say } of reasons) {
    const sentence = say(invitees, roomFor(reasons.length));
    used += sentence.length;
    if (told.length === 0 || used <= blockKit.listCharacters) told.push(sentence);
    else others += invitees.length;
  }
  const paragraphs = [
    ...told,
    ...(others > 0 ? [text.others(others, file === 'sent')] : []),
    ...members(report, roomFor(2)),
  ];
  return paragraphs.length > 0 || file === 'sent'
    ? [...paragraphs, ...fileWords(report, file)]
    : paragraphs;
}

type Say = (invitees: Invitee[], room: Room) => string;

/** Who failed, by the sentence that says why. */
function reasonsIn({ order, entries }: OrderReport) {
  const reasons = new Map<string, { invitees: Invitee[]; say: Say }>();
  for (const { invitee, standing } of entries) {
    const say = sayFor(order.organization.name, standing);
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
  standing: OrderReport['entries'][number]['standing'],
): Say | undefined {
  switch (standing.kind) {
    case 'failed':
      return (invitees, room) => text.failed(organization, invitees, standing.failure, room);
    case 'unknown':
      return (invitees, room) => text.unknown(organization, invitees, standing.failure, room);
    case 'cancelled':
      return (invitees, room) => text.cancelled(organization, invitees, standing.by, room);
    default:
      return undefined;
  }
}

/** Who was a member already, where no confirmation says so. */
function members({ order, entries }: OrderReport, room: Room): string[] {
  if (entries.some(({ standing }) => standing.kind === 'invited')) return [];
  const already = entries.flatMap(({ invitee, standing }) => {
    if (standing.kind !== 'already_member') return [];
    const { roleName, status } = standing.member;
    return [{ invitee, roleName, status }];
  });
  return already.length > 0 ? [text.alreadyThere(order.organization.name, already, room)] : [];
}

function fileWords({ order, entries }: OrderReport, file: FileBelow): string[] {
  switch (file) {
    case 'sent':
      return [fileText.below(order.organization.name, entries.length)];
    case 'not_granted':
      return [fileText.notGranted(entries.length, commands.invite)];
    case 'not_sent':
      return [fileText.notSent];
    case 'said_before':
      return [];
  }
}
