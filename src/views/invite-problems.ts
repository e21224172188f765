import { type Invitee, isWorthRetrying, type OrderReport } from '../domain/invitation.ts';
import { invitation as limits } from '../limits.ts';
import { confirmation, outcome as text } from '../text.ts';
import { type Message, sentences, withButtons } from './message.ts';
import { retryButton } from './order-buttons.ts';

/**
 * What only the person who invites is told: who was left out and why, with the remedy. Undefined when everybody was
 * invited. Somebody who is a member already is mentioned here only when there is no confirmation to say so.
 */
export function inviteProblems({ order, entries }: OrderReport): Message | undefined {
  const { organization, reference } = order;
  const isConfirmed = entries.some(({ standing }) => standing.kind === 'invited');
  const already: string[] = [];
  const groups = new Map<string, { invitees: Invitee[]; say: (invitees: Invitee[]) => string }>();

  for (const { invitee, standing } of entries) {
    if (standing.kind === 'already_member' && !isConfirmed) {
      const { roleName, status } = standing.member;
      already.push(text.already(organization.name, { invitee, roleName, status }));
    }
    if (
      standing.kind === 'failed' ||
      standing.kind === 'unknown' ||
      standing.kind === 'cancelled'
    ) {
      const say = (invitees: Invitee[]) => {
        switch (standing.kind) {
          case 'failed':
            return text.failed(organization.name, invitees, standing.failure);
          case 'unknown':
            return text.unknown(organization.name, invitees, standing.failure);
          case 'cancelled':
            return text.cancelled(organization.name, invitees, standing.by);
        }
      };
      const group = groups.get(say([])) ?? { invitees: [], say };
      group.invitees.push(invitee);
      groups.set(say([]), group);
    }
  }

  const reasons = [...groups.values()];
  const told = reasons.length > limits.named ? reasons.slice(0, limits.shortened) : reasons;
  const others = reasons.slice(told.length).flatMap(({ invitees }) => invitees).length;
  const failed = [
    ...told.map(({ invitees, say }) => say(invitees)),
    ...(others > 0 ? [text.others(others)] : []),
  ];
  const alreadyLines = confirmation.lines(already);
  if (already.length + failed.length === 0) return undefined;
  const texts = already.length > 0 ? [...failed, alreadyLines.join('\n')] : failed;
  const message = failed.length === 0 ? sentences(texts) : sentences(texts, reference);
  const isRetriable = entries.some(({ standing }) => isWorthRetrying(standing));
  return withButtons(message, isRetriable ? [retryButton(order.id)] : []);
}
