import type { PiperFailure } from '../domain/failures.ts';
import type { Invitee, RoleChange } from '../domain/invitation.ts';
import type { Organization, Role } from '../domain/organization.ts';
import type { Unmatched } from '../domain/piper-person.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { blockKit } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { bold, dateTime, mention, nameWords, oneLine } from './mrkdwn.ts';
import { whyUnmatched } from './not-given.ts';
import { whyAndRemedy, whyUnread } from './why.ts';
import { nameOf, nameOfPlain, people, roleWords, whoBold } from './words.ts';

const buttonWords = 'Change role of ';

/** Changing a member's role. */
export const role = {
  titlePlain: 'Change role',
  buttonPlain: 'Change role',
  continuePlain: 'Continue',
  backPlain: 'Back',
  buttonOfPlain: (invitee: Invitee) =>
    `${buttonWords}${shorten(nameOfPlain(invitee), blockKit.optionCharacters - buttonWords.length)}`,
  loading: 'Asking Piper for the present role…',
  changing: 'Changing the role in Piper…',
  present: (organization: string, invitee: Invitee, roleName: string | undefined) =>
    `${whoBold(invitee)} is in ${bold(organization)} as ${roleWords(roleName)}.`,
  newPlain: 'New role',
  confirm: (
    organization: string,
    invitee: Invitee,
    { from, to }: { from: string | undefined; to: string },
  ) =>
    `Change ${whoBold(invitee)} in ${bold(organization)} from ${roleWords(from)} to ${bold(to)}?`,
  changed: (organization: string, invitee: Invitee, { from, to }: { from?: string; to: string }) =>
    `${whoBold(invitee)} is now ${bold(to)} in ${bold(organization)} (was ${from === undefined ? 'a role that Piper did not name' : nameWords(from)}).`,
  same: (organization: string, invitee: Invitee, roleName: string) =>
    `${whoBold(invitee)} is already ${bold(roleName)} in ${bold(organization)}. Nothing was changed.`,
  changedMeanwhile: (organization: string, invitee: Invitee, roleName: string | undefined) =>
    `${whoBold(invitee)} has another role in ${bold(organization)} by now: ${roleWords(roleName)}. Nothing was changed; start again if it should still be changed.`,
  notMember: (organization: string, invitee: Invitee, command: string) =>
    `${whoBold(invitee)} isn't in ${bold(organization)}'s member list, so there is no role to change. \`${command}\` invites them.`,
  isProtected: (organization: string, invitee: Invitee, roleName: string | undefined) =>
    `${whoBold(invitee)} is in ${bold(organization)} as ${roleWords(roleName)}, which can't be given or taken from Slack. Nothing was changed; an admin of the organization can change it in Piper.`,
  notOfferedPlain: "This role can't be given from Slack any more. Choose another one.",
  otherOrganization: (organization: string) =>
    `This workspace is connected to ${bold(organization)} now, so nothing was changed.`,
  self: "You can't change your own role from Slack. Ask another admin of the organization.",
  owner: (organization: string) =>
    `The role of ${bold(organization)}'s owner can't be changed from Slack. Nothing was changed.`,
  above: (given: Role, own: string) =>
    `${roleWords(given.name)} can do more in Piper than your own role there (${roleWords(own)}), so you can't give it or take it away. Nothing was changed.`,
  notComparable: (given: Role) =>
    `I can't tell what ${roleWords(given.name)} may do in Piper, so only the organization's owner or somebody who has that role can give it or take it away. Nothing was changed.`,
  unmatched: (why: Unmatched, { name }: Organization, connectedBy: string) =>
    whyUnmatched(why, { organization: name, connectedBy }, { name: nameWords, userId: mention }),
  gone: 'I no longer know whom this button is about. Nothing was changed.',
  unreadable: (failure: PiperFailure, token?: TokenRemedy) =>
    `Nothing was changed. ${whyUnread(failure, token)}`,
  failed: (invitee: Invitee, failure: PiperFailure, token?: TokenRemedy) =>
    `The role of ${whoBold(invitee)} wasn't changed. ${why(failure, token)}`,
  unclear: (invitee: Invitee) =>
    `I can't say whether the role of ${whoBold(invitee)} was changed: Piper broke off before it answered. Send it again in a few minutes; a change that was made already does no harm twice.`,

  later: (invitee: Invitee, { roleName, by, at }: RoleChange) =>
    `${nameOf(invitee)} is ${bold(roleName)} now, ${by === undefined ? `as I saw in Piper` : `changed by ${mention(by)}`} ${dateTime(at)}`,
  laterMore: (count: number) => `The roles of ${people(count)} more were changed, too.`,
} as const;

function why(failure: PiperFailure, token: TokenRemedy | undefined): string {
  const words = failure.detail ? ` Piper's words: "${oneLine(failure.detail)}"` : '';
  switch (failure.kind) {
    case 'forbidden':
      return `This workspace's platform token may not change roles in Piper. Whoever connected the workspace to Piper can use one that may; inviting works as before.${words}`;
    case 'not_found':
      return `Piper no longer has this person or this role.${words}`;
    case 'conflict':
    case 'invalid':
      return `Piper didn't accept this role for them. An admin of the organization can look in Piper.${words}`;
    default:
      return whyAndRemedy(failure, token);
  }
}
