import type { Role } from '../domain/organization.ts';
import type { Unmatched } from '../domain/piper-person.ts';
import type { NotGiven, Reason } from '../domain/reasons.ts';
import { bold } from './mrkdwn.ts';
import { capitalize, people } from './words.ts';

/** How names and Slack user IDs are written, in mrkdwn or in plain text. */
type Format = { name: (name: string) => string; userId: (userId: string) => string };

/** Why somebody can't give a role, and what they can do about it. */
export function notGiven(role: Pick<Role, 'name'>, why: NotGiven, format: Format): string {
  const { name } = format;
  // The last one is what stood in the way; those before it say how far it came.
  const reason = why.reasons.findLast(({ kind }) => kind !== 'nobody_approves');
  switch (reason?.kind) {
    case 'above':
      return `${name(role.name)} can do more in Piper than your own role there (${name(reason.own)}), so you can't give it. Choose another role.`;
    case 'not_comparable':
      return `I can't tell what ${name(role.name)} may do in Piper, so only the organization's owner or somebody who has that role can give it. Choose another role.`;
    case 'unmatched':
      return whyUnmatched(reason.why, why, format);
    case 'groups_unread':
      return `Slack can't tell me right now who is in a user group that the rules name, so I can't tell whether you may give ${name(role.name)}. Nothing was sent; try again in a few minutes.`;
    default:
      return `${name(role.name)} can't be given like this from here any more. ${capitalize(helperOf(why, format))} can tell you why.`;
  }
}

/** Of how many people who get one role that they need approval, and everything that stands in the way of less. */
export function needsApproval(count: number, role: Pick<Role, 'name'>, why: NotGiven): string {
  const clauses = why.reasons.flatMap((reason) => inTheWay(reason));
  const reasons = clauses.length === 0 ? '' : `: ${clauses.join('; ')}`;
  return `*${people(count)}* can be invited as ${bold(role.name)} only with approval${reasons}.`;
}

/** What needs no words is that the rules don't let it be given at once. */
function inTheWay(reason: Reason): string[] {
  switch (reason.kind) {
    case 'above':
      return [`the role can do more in Piper than your own there (${bold(reason.own)})`];
    case 'not_comparable':
      return ["I can't tell what the role may do in Piper"];
    case 'unmatched':
      return ["I can't tell which roles you may give in Piper"];
    case 'two_approvals':
      return ['two people must approve this role'];
    case 'quota':
      return [
        `you have invited ${people(reason.used)} in the last 24 hours, and ${reason.limit} is the most without approval`,
      ];
    case 'groups_unread':
      return ["Slack can't tell me right now who is in a user group that the rules name"];
    default:
      return [];
  }
}

/** Why somebody can't be told to be a member of the organization, and who can help. */
export function whyUnmatched(
  why: Unmatched,
  about: Pick<NotGiven, 'organization' | 'connectedBy'>,
  format: Format,
): string {
  const organization = format.name(about.organization);
  const helper = helperOf(about, format);
  const unknown = "so I can't tell which roles you may give";
  switch (why) {
    case 'none':
      return `Your Slack address isn't in ${organization}, ${unknown}. ${capitalize(helper)} can link you to your account there.`;
    case 'several':
      return `More than one member of ${organization} has your address, ${unknown}. Nothing was sent; ${helper} can link you to the right one.`;
    case 'not_joined':
      return `You haven't joined ${organization} yet, ${unknown}. Accept your own invite first.`;
    case 'unconfirmed':
      return `Slack doesn't say that you have confirmed your address, ${unknown}. Confirm it in Slack, or ask ${helper} to link you to your account in ${organization}.`;
    case 'no_address':
      return `I can't see an address in your Slack profile, ${unknown}. ${capitalize(helper)} can link you to your account in ${organization}.`;
    case 'link_stale':
      return `The account in ${organization} that you were linked to is gone, ${unknown}. ${capitalize(helper)} can link you to another one.`;
  }
}

const helperOf = ({ connectedBy }: Pick<NotGiven, 'connectedBy'>, { userId }: Format): string =>
  connectedBy ? userId(connectedBy) : 'whoever connected this workspace to Piper';
