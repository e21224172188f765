import type { Invitee, InviteReport } from '../domain/invitation.ts';
import { outcome as text } from '../text.ts';
import { type Message, sentences } from './message.ts';

/**
 * What only the person who invites is told: who was left out and why, with the remedy. Undefined when everybody was
 * invited. Somebody who is a member already is mentioned here only when there is no confirmation to say so.
 */
export function inviteProblems(report: InviteReport, reference?: string): Message | undefined {
  const { organization, entries } = report;
  const isConfirmed = entries.some(({ outcome }) => outcome.kind === 'invited');
  const already: string[] = [];
  const groups = new Map<string, { invitees: Invitee[]; say: (invitees: Invitee[]) => string }>();

  for (const { invitee, outcome } of entries) {
    if (outcome.kind === 'already_member' && !isConfirmed) {
      const { roleName, status } = outcome.member;
      already.push(text.already(organization.name, { invitee, roleName, status }));
    }
    if (outcome.kind !== 'invited' && outcome.kind !== 'already_member') {
      const say = (invitees: Invitee[]) => {
        switch (outcome.kind) {
          case 'failed':
            return text.failed(organization.name, invitees, outcome.failure);
          case 'unknown':
            return text.unknown(organization.name, invitees, outcome.listed);
          case 'under_way':
            return text.underWay(organization.name, invitees);
        }
      };
      const group = groups.get(say([])) ?? { invitees: [], say };
      group.invitees.push(invitee);
      groups.set(say([]), group);
    }
  }

  const failed = [...groups.values()].map(({ invitees, say }) => say(invitees));
  if (already.length + failed.length === 0) return undefined;
  const texts = already.length > 0 ? [...failed, already.join('\n')] : failed;
  return failed.length === 0 ? sentences(texts) : sentences(texts, reference);
}
