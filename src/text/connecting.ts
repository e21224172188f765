import type { Connection, ConnectionSettings, WhoMayInvite } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Organization, Role } from '../domain/organization.ts';
import type { Unmatched } from '../domain/piper-person.ts';
import type { Decision, DenialReason, Reach } from '../domain/policy.ts';
import type { MissingPermission } from '../domain/token-permissions.ts';
import { quota, sentence } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { bold, channelMention, dateTime, day, escapeText, mention, nameWords } from './mrkdwn.ts';
import { whyUnmatched } from './not-given.ts';
import { whyUnread } from './why.ts';
import {
  admins,
  capitalize,
  days,
  inviterWords,
  invites,
  joinWords,
  mentions,
  quoteWords,
  someOf,
  whoHelps,
} from './words.ts';

const missingWords = (missing: readonly MissingPermission[]): string =>
  `may not ${joinWords(missing, 'or')} members`;

const shortName = (name: string): string => bold(shorten(name, sentence.characters));

const anyOf = (names: readonly string[]): string => someOf(names, sentence.items, 'or');
const namesPlain = (roles: readonly Role[]): string[] =>
  roles.map(({ name }) => shorten(name, sentence.characters));
const riskWords = (role: string): string =>
  `Every full member could make anybody ${role} in Piper.`;

const givenWords = (given: readonly Role[]): string =>
  given.length === 0
    ? 'no role'
    : someOf(
        given.map(({ name }) => shortName(name)),
        sentence.items,
      );

/** Connecting a workspace to an organization in Piper, its settings, and its status. */
export const connecting = {
  titlePlain: 'Connect to Piper',
  continuePlain: 'Continue',
  checking: 'Checking the platform token with Piper…',
  loading: 'One moment…',
  intro: (isRenewal: boolean) =>
    isRenewal
      ? 'Paste a new platform token. It replaces the one that this workspace has.'
      : 'Paste a platform token of your Piper organization. People here can then invite others without ever seeing it.',
  tokenPlain: 'Platform token',
  tokenHintPlain:
    'In Piper: organization settings → Platform tokens. It must be allowed to read and add members. It is stored encrypted and never shown again.',
  tokenPlaceholderPlain: 'pat_…',
  notATokenPlain:
    'A platform token starts with pat_ and has only plain letters, digits and signs in it, no spaces.',
  seesNothingPlain:
    'Piper accepts this token, but it sees no organization. Make one in the settings of yours.',
  seesNothingUsablePlain: (
    organizations: readonly { name: string; missing: readonly MissingPermission[] }[],
  ) =>
    `This token can't be used: ${joinWords(
      organizations
        .slice(0, sentence.items)
        .map(
          ({ name, missing }) =>
            `in ${shorten(name, sentence.characters)} it ${missingWords(missing)}`,
        ),
    )}. Make one that may.`,
  tokenFailurePlain: (failure: PiperFailure) => {
    switch (failure.kind) {
      case 'unauthorized':
        return "Piper doesn't accept this token. It may be mistyped, expired or revoked: copy it again, or make a new one.";
      case 'forbidden':
        return 'This token may not read organizations, roles and members. Make one that may, and that may add members.';
      case 'not_found':
        return 'This token no longer sees that organization. Use one that does.';
      case 'rate_limited':
      case 'unavailable':
        return "Piper isn't answering, so the token can't be checked. Try again in a few minutes.";
      default:
        return "Piper gave an answer that I don't understand, so the token can't be checked. Try again in a few minutes.";
    }
  },
  tooLate: (command: string) => `Close this and type \`${command} connect\` to try again.`,

  organizationPlain: 'Organization',
  chooseOrganization: 'This token sees more than one organization. Which one do people here join?',
  organizationRolePlain: (roleName: string | undefined) =>
    roleName === undefined
      ? 'may read and add members'
      : `as ${roleName}, may read and add members`,
  moreOrganizations: (count: number) =>
    `This menu has no room for ${count} more. For one that isn't in it, make a token in that organization alone.`,
  unusable: (organizations: readonly { name: string; missing: readonly MissingPermission[] }[]) =>
    `Not offered: ${someOf(
      organizations.map(
        ({ name, missing }) => `${shortName(name)} (the token ${missingWords(missing)})`,
      ),
      sentence.items,
    )}.`,

  settingsTitlePlain: 'Piper settings',
  savePlain: 'Save',
  connectPlain: 'Connect',
  settingsIntro: (organization: string) => `People are invited to ${bold(organization)}.`,
  enterpriseWide:
    'This holds for every workspace of your Slack organization that has no connection of its own.',
  whoPlain: 'Who may invite',
  whoAdminsPlain: 'Workspace admins and owners',
  whoChosenPlain: 'Admins, owners and whoever is chosen below',
  whoMembersPlain: 'Every full member',
  peoplePlain: 'Chosen people',
  groupsPlain: 'Chosen user groups',
  goneGroupPlain: "A user group that Slack doesn't list",
  noGroups:
    "User groups can't be chosen: the app was installed without the permission to read them. Whoever runs piper-invite can add the permission `usergroups:read` to the Slack app and install it again.",
  rolesPlain: 'Roles that may be given from Slack',
  rolesHintPlain: "Leave this empty for any role up to one's own in Piper.",
  beyondPlain: 'Giving these roles',
  beyondOwnRolePlain: 'Also above their own role in Piper',
  beyondHintPlain: 'Without this, nobody gives a role that can do more than their own.',
  noListPlain: 'Choose the roles above, or untick this.',
  notYoursPlain: (
    roles: readonly Role[],
    why: Unmatched | undefined,
    organization: string,
    hasTick: boolean,
  ) => {
    const them = roles.length === 1 ? 'it' : 'them';
    const remedy = why
      ? whyUnmatched(why, { organization, connectedBy: '' }, { name: String, userId: String })
      : `Take ${them} out${hasTick ? ' above, or untick this' : ''}.`;
    return `You may not give ${anyOf(namesPlain(roles))} yourself, so you can't let others give ${them}. ${remedy}`;
  },
  notCheckedPlain: (failure: PiperFailure) =>
    `I can't check which roles you may give, so nothing was saved. ${whyUnread(failure)}`,
  riskPlain: (roles: readonly Role[]) => riskWords(anyOf(namesPlain(roles))),
  risk: (roles: readonly Role[]) =>
    `${riskWords(anyOf(roles.map(({ name }) => shortName(name))))} Nothing is saved yet: tick at the end that it is meant, or choose other people or roles.`,
  riskTakenPlain: 'Save it anyway',
  riskNotTakenPlain: 'Tick this if it is meant, or choose other people or roles.',
  defaultRolePlain: 'Default role',
  defaultRoleHintPlain: 'The form begins with it, for whoever has given no role yet.',
  channelPlain: 'Post confirmations in',
  channelHintPlain:
    'Leave this empty for the conversation where somebody invites. Whoever invites can choose another.',
  domainsPlain: 'E-mail domains that may be invited',
  domainsHintPlain: 'Such as acme.example; one or many. Leave this empty for all.',
  domainsPlaceholderPlain: 'acme.example',
  quotaPlain: 'How many people one person may invite within 24 hours',
  quotaHintPlain: `Up to ${quota.most}. Leave this empty for no limit. Where people can ask, more needs approval.`,
  notAQuotaPlain: `Write a whole number from ${quota.least} to ${quota.most}, or nothing.`,
  roleChangersPlain: "Who may also change members' roles",
  roleChangersHintPlain:
    'Besides those who may change these settings; up to their own role in Piper.',
  roleChangerGroupsPlain: 'User groups that may, too',
  remindPlain: 'Reminder of who is pending',
  remindHintPlain: 'Whoever invited is told once, privately, who has not joined by then.',
  remindAfterPlain: (count: number) => (count === 0 ? 'Never' : `After ${days(count)}`),
  enterprisePlain: 'Where it holds',
  enterpriseWidePlain: 'In every workspace without a connection of its own',
  /** Above the form, and the box of those who may tick it. */
  enterpriseConnected: (organization: string, isOffered: boolean) =>
    `Every workspace of your Slack organization without a connection of its own invites to ${bold(organization)} so far. This connection ${isOffered ? 'takes the place of that one in all of them if you tick the box below, and else ' : ''}holds in this workspace alone.`,
  announcePlain: 'Announcement',
  announceInPlain: 'Tell people in the channel that is chosen above',
  nobodyChosenPlain: 'Choose somebody, or let only admins and owners invite.',
  notADomainPlain: (words: readonly string[]) =>
    `${quoteWords(words)} ${words.length === 1 ? "isn't a domain" : "aren't domains"}. Write it like acme.example.`,
  notOfferedPlain: "This role isn't among the roles that may be given.",
  noChannelPlain: 'Choose a channel above, or untick this.',
  changedMeanwhile:
    'Somebody else has changed the settings meanwhile. Here they are now; nothing of yours was saved.',
  startAgain: (command: string) =>
    `This took too long, or somebody else changed the connection meanwhile. Nothing was changed; type \`${command}\` to start again.`,

  connected: (organization: string, command: string) =>
    `This workspace is connected to ${bold(organization)}. Type \`${command}\` to invite somebody.`,
  connectedWho: (inviters: WhoMayInvite, command: string) =>
    `${capitalize(inviterWords(inviters))} can invite. \`${command} settings\` changes who may.`,
  announcement: (userId: string, organization: string, inviters: WhoMayInvite, command: string) =>
    `${mention(userId)} connected this workspace to ${bold(organization)} in Piper. ${capitalize(inviterWords(inviters))} can invite people with \`${command}\`.`,
  settingsChanged: (organization: string, inviters: WhoMayInvite) =>
    `The settings for ${bold(organization)} are saved. ${capitalize(inviterWords(inviters))} can invite.`,

  disconnectTitlePlain: 'Disconnect from Piper',
  disconnectPlain: 'Disconnect',
  disconnectQuestion: (organization: string) =>
    `Once you disconnect, nobody can invite to ${bold(organization)} from this workspace any more, and its platform token is deleted here.\nWhoever was invited stays in Piper, and the record of who invited whom is kept.`,
  /** Before, and after. */
  stillWaiting: (count: number) =>
    count === 1
      ? '1 invite still waits to be sent. Once you disconnect, it is not sent.'
      : `${invites(count)} still wait to be sent. Once you disconnect, they are not sent.`,
  notSent: (count: number) =>
    `${invites(count)} that waited ${count === 1 ? "isn't" : "aren't"} sent. Whoever sent ${count === 1 ? 'it' : 'them'} is told.`,
  disconnected: (organization: string, command: string) =>
    `This workspace is no longer connected to ${bold(organization)}. Its platform token is deleted here; revoke it in Piper if nothing else uses it. \`${command} connect\` connects again.`,

  installed: (name: string) =>
    `Piper Invite is installed. Connect ${shortName(name)} to Piper with a platform token of your organization, and people can be invited from here.`,
  installedOnly: (name: string) => `Piper Invite is installed in ${shortName(name)}.`,
  notConnected: "This workspace isn't connected to Piper yet, so nobody can be invited from here.",
  youCanConnect: 'You can connect it with a platform token of your organization.',
  whoCanConnect: (inviteAdmins: readonly string[]) =>
    `A ${admins(inviteAdmins)} can connect it. Ask one of them.`,
  unreadable:
    "The platform token that was stored for this workspace can't be read, so nobody can be invited. Give whoever runs piper-invite this reference. A workspace admin can also connect again, with a new token.",
  altered:
    "What was stored about this workspace's connection to Piper was changed from outside, so it isn't used and nobody can be invited. Give whoever runs piper-invite this reference. A workspace admin can also connect again, and then every setting is chosen anew.",
  fixed:
    "The connection to Piper is set by whoever runs piper-invite, so it can't be changed from Slack. Ask them.",
  nothingToChange: "This workspace isn't connected to Piper, so there is nothing to change.",
  denial: (
    reason: DenialReason,
    inviteAdmins: readonly string[],
    reach: Reach,
    helper?: string,
  ) => {
    switch (reason) {
      case 'not_chosen':
        if (reach === 'enterprise') {
          return `This connection to Piper holds for your whole Slack organization, so only ${joinWords(['its admins', 'its owners', ...mentions(inviteAdmins)])} can change it. ${whoHelps(helper)}`;
        }
        return `Only a ${admins(inviteAdmins)} can change how this workspace is connected to Piper. ${whoHelps(helper)}`;
      case 'guest':
        return "Guests can't change how this workspace is connected to Piper.";
      case 'external':
        return "People from other workspaces can't change how this one is connected to Piper.";
      case 'bot':
      case 'deactivated':
        return "This account can't change how this workspace is connected to Piper.";
      case 'groups_unread':
      case 'unidentified':
        return "Slack can't tell me who you are right now, so nothing was changed. Try again.";
    }
  },

  connectButtonPlain: 'Connect',
  settingsButtonPlain: 'Settings',
  disconnectButtonPlain: 'Disconnect',

  status: (organization: string) => `This workspace is connected to ${bold(organization)}.`,
  statusFixed: 'Connected by whoever runs piper-invite.',
  statusBy: ({ connectedBy, connectedAt }: Connection) =>
    `Connected by ${mention(connectedBy)} ${dateTime(connectedAt)}.`,
  /** Its preview only for those who may connect. */
  statusToken: ({ tokenPreview, expiresAt, neverExpires }: Connection, mayConnect: boolean) => {
    const until = neverExpires
      ? 'never expires'
      : expiresAt === undefined
        ? "Piper doesn't say when it expires"
        : `expires ${day(expiresAt)}`;
    return `Platform token${mayConnect ? ` \`${nameWords(tokenPreview)}\`` : ''}: ${until}.`;
  },
  statusWho: (inviters: WhoMayInvite) => `${capitalize(inviterWords(inviters))} can invite.`,
  statusRoles: (roles: readonly Role[], defaultRole: Role | undefined) => {
    const names = roles.slice(0, sentence.roles).map(({ name }) => shortName(name));
    const more = roles.length - names.length;
    const list = joinWords(more > 0 ? [...names, `${more} more`] : names);
    const first = defaultRole ? ` The default role is ${bold(defaultRole.name)}.` : '';
    return roles.length === 0
      ? 'No role can be given.'
      : `Roles that can be given: ${list}.${first}`;
  },
  statusRolesUnread: (failure: PiperFailure) => `The roles can't be read. ${whyUnread(failure)}`,
  statusDomains: (domains: readonly string[]) =>
    `Only addresses of ${joinWords(domains.map(escapeText), 'or')} can be invited.`,
  statusChannel: (channel: string) => `Confirmations go to ${channelMention(channel)}.`,
  statusRoleChangers: ({
    userIds,
    userGroupIds,
  }: NonNullable<ConnectionSettings['roleChangers']>) =>
    `${someOf(mentions(userIds, userGroupIds), sentence.mentions)} can change members' roles, besides those who may change the connection.`,
  statusYou: (toInvite: Decision, mayChange: boolean) => {
    if (mayChange) return 'You can invite and change the connection.';
    if (toInvite.allowed) return 'You can invite.';
    return toInvite.reason === 'groups_unread'
      ? "Slack can't tell me right now whether you may invite."
      : "You can't invite.";
  },
  statusOwner: (organization: string, given: readonly Role[]) =>
    `You own ${bold(organization)} in Piper: you may give ${givenWords(given)} at once.`,
  statusOwn: (organization: string, own: Role, given: readonly Role[]) =>
    `You are ${bold(own.name)} in ${bold(organization)}: you may give ${givenWords(given)} at once.`,
  statusConnector: (given: readonly Role[]) =>
    `You connected this workspace, so you may give what its platform token may: ${givenWords(given)}.`,
  statusUnmatched: (why: Unmatched, { name }: Organization, connectedBy: string) =>
    whyUnmatched(why, { organization: name, connectedBy }, { name: nameWords, userId: mention }),
} as const;
