import type { Connection } from '../domain/connection.ts';
import type { LinkProblem, ShownLink } from '../domain/link.ts';
import type { Member, Organization } from '../domain/organization.ts';
import type { DenialReason, Reach } from '../domain/policy.ts';
import { actions, commands } from '../ids.ts';
import { linkDenial, links as text } from '../text/index.ts';
import { escapeText, mention } from '../text/mrkdwn.ts';
import { button, type Message, textMessage, withButtons } from './message.ts';
import { plain } from './modal.ts';

/** Somebody in Slack, and the address of the member that they are linked to, or want to be. */
type Person = { userId: string; address: string };

/** For whoever may not link people. */
export const linkDenialMessage = (
  reason: DenialReason,
  inviteAdmins: readonly string[],
  reach: Reach,
): Message => textMessage([linkDenial(reason, inviteAdmins, reach)]);

/** For whoever has linked somebody. */
export const linkedMessage = (
  organization: Organization,
  person: Person,
  member: Pick<Member, 'roleName'>,
): Message => textMessage([text.linked(organization.name, person, member)]);

/** For whoever was linked; `by` is a Slack user ID. */
export const linkedNotice = (
  organization: Organization,
  about: { address: string; by: string },
): Message => textMessage([text.notice(organization.name, about)]);

/** Why nobody was linked. */
export function linkProblemMessage(
  { organization, connectedBy }: Pick<Connection, 'organization' | 'connectedBy'>,
  person: { userId: string; address?: string },
  problem: LinkProblem,
  reference: string | undefined,
): Message {
  const { name } = organization;
  const { address = '' } = person;
  const words = text.problem(
    { name, connectedBy },
    { ...person, address },
    problem,
    commands.invite,
  );
  return textMessage([words], problem.kind === 'unread' ? reference : undefined);
}

/** Who somebody is in Piper. */
export function shownLinkMessage(
  { name }: Organization,
  userId: string,
  { found, link }: ShownLink,
): Message {
  if (link === 'unreadable') return textMessage([text.unreadable(userId, commands.invite)]);
  switch (found.kind) {
    case 'one':
      return textMessage([
        link
          ? text.byLink(name, userId, link, found.member)
          : text.byAddress(name, userId, found.member),
      ]);
    case 'link_stale':
      return textMessage(link ? [text.stale(name, userId, link, commands.invite)] : []);
    default:
      return textMessage([text.unmatched(name, userId, found.kind, commands.invite)]);
  }
}

/** For whoever ended a link, or wanted to. */
export const unlinkedMessage = (
  { name }: Organization,
  userId: string,
  wasLinked: boolean,
): Message => textMessage([wasLinked ? text.unlinked(name, userId) : text.notLinked(name, userId)]);

/** For whoever connected the workspace, when somebody asks to be linked. The button runs the command that links them. */
export const linkAskedMessage = ({ name }: Organization, person: Person): Message =>
  withButtons(textMessage([text.question(name, person)]), [
    {
      ...button(`${actions.suggestion}0`, text.linkPlain, 'primary'),
      value: `link ${mention(person.userId)} ${escapeText(person.address)}`,
      confirm: {
        title: plain(text.confirmTitlePlain),
        text: plain(text.confirmPlain(person.address)),
        confirm: plain(text.confirmYesPlain),
        deny: plain(text.confirmNoPlain),
      },
    },
  ]);

/** For whoever asked to be linked. */
export function askedForLinkMessage(
  { organization, connectedBy }: Pick<Connection, 'organization' | 'connectedBy'>,
  address: string,
  outcome: 'asked' | 'asked_before' | 'not_delivered' | 'nobody_to_ask' | 'connector',
): Message {
  switch (outcome) {
    case 'asked':
      return textMessage([text.asked(organization.name, address, connectedBy)]);
    case 'asked_before':
      return textMessage([text.askedBefore(connectedBy)]);
    case 'not_delivered':
      return textMessage([text.notAsked(connectedBy, commands.invite)]);
    case 'nobody_to_ask':
      return textMessage([text.nobodyToAsk(commands.invite)]);
    case 'connector':
      return textMessage([text.noNeed]);
  }
}
