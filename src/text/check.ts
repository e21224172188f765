import type { PiperFailure } from '../domain/failures.ts';
import type { CheckedPerson, InviteCheck, QuotaUse, Upshot } from '../domain/invite-check.ts';
import type { Role } from '../domain/organization.ts';
import type { PersonRef } from '../domain/people-list.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { batch, blockKit } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { anyOf, type CheckedBy, quotaWords } from './check-reasons.ts';
import { lookup } from './lookup.ts';
import { bold, mention } from './mrkdwn.ts';
import { whyUnread } from './why.ts';
import { limitLines, people, roleWords, whoNamed } from './words.ts';

const upshotWords = {
  direct: 'would be invited at once',
  approval: 'would need approval',
  deny: "can't be invited",
  undecided: "can't be decided right now",
  member: 'nothing would be sent',
} as const satisfies Record<Upshot, string>;

/** With a number in front. */
const countWords = {
  ...upshotWords,
  member: 'in the organization already',
} as const satisfies Record<Upshot, string>;

/** With roles behind. */
const byRoleWords = {
  direct: 'at once as',
  approval: 'with approval as',
  deny: 'not as',
  undecided: 'undecided as',
} as const satisfies Record<Exclude<Upshot, 'member'>, string>;

/** Whose invites they are, if not the reader's. */
const from = ({ by, isReader }: CheckedBy): string => (isReader ? '' : `For ${mention(by)}, `);

/** The first of them, and a last one that counts the rest. */
const lines = (all: readonly string[]): string =>
  limitLines(all, { characters: blockKit.listCharacters, maxLines: batch.namedOfMany }).join('\n');

/** What would become of invites, without sending them. */
export const check = {
  one: (by: CheckedBy, person: PersonRef, role: Role, upshot: Upshot) =>
    `${from(by)}${whoNamed(person)} as ${bold(role.name)}: ${upshotWords[upshot]}.`,
  /** Of one person with any role. */
  byRole: (
    person: PersonRef,
    upshots: readonly { upshot: Exclude<Upshot, 'member'>; roles: readonly Role[] }[],
    by?: CheckedBy,
  ) => {
    const [only] = upshots;
    const words =
      only && upshots.length === 1 && only.upshot !== 'direct'
        ? upshotWords[only.upshot]
        : upshots.map(({ upshot, roles }) => `${byRoleWords[upshot]} ${anyOf(roles)}`).join('; ');
    return `${by ? from(by) : '• '}${whoNamed(person)}: ${words}.`;
  },
  several: (by: CheckedBy, role: Role, upshots: readonly { upshot: Upshot; count: number }[]) => {
    const total = upshots.reduce((sum, { count }) => sum + count, 0);
    const counts = upshots.map(({ upshot, count }) => `${count} ${countWords[upshot]}`);
    return `${from(by)}${people(total)} as ${bold(role.name)}: ${counts.join(', ')}.`;
  },
  severalByRole: (by: CheckedBy, count: number) => `${from(by)}${people(count)}, by role:`,
  line: (person: PersonRef, upshot: Upshot, why?: string) =>
    [
      `• ${whoNamed(person)} ${upshot === 'member' ? 'is ' : ''}${countWords[upshot]}.`,
      ...(why === undefined ? [] : [why]),
    ].join(' '),
  lines,
  bullets: (sentences: readonly string[]) => lines(sentences.map((each) => `• ${each}`)),
  moreByRole: 'Add a role, such as `as Editor`, to see why.',

  own,
  quota: (quota: QuotaUse) => `${quotaWords(quota)}.`,
  membership: (
    organization: string,
    { invitee, found }: NonNullable<CheckedPerson['membership']>,
  ) => {
    if (!found.ok) return lookup.unread(invitee, found.error);
    return found.value
      ? lookup.member(organization, invitee, found.value)
      : lookup.noMember(organization, invitee);
  },

  nobody: (command: string) =>
    `Name somebody to check. For example, \`${command} check ada@example.com as Editor\` says whether you may, and why. Nothing is sent.`,
  tooMany: (count: number, limit: number) =>
    `That's ${people(count)}. I can check up to ${limit} at once.`,
  forOthers: (command: string) =>
    `To check what somebody else may do, put their name in front: \`${command} check @bob ada@example.com\`.`,
  unread: (failure: PiperFailure, token?: TokenRemedy) =>
    `I can't tell what would become of that. ${whyUnread(failure, token)}`,
  asPlain: (role: string) => shorten(`Check as ${role}`, blockKit.buttonCharacters),
} as const;

/** What somebody may do in Piper; nothing where that is a reason of its own. */
function own(
  found: InviteCheck['own'],
  { by, isReader, holdsToken, connection, token }: CheckedBy,
): string[] {
  if (found.kind === 'unread') {
    return [
      `${whyUnread(found.failure, token)} What is sent meanwhile waits until it can be decided.`,
    ];
  }
  if (found.kind !== 'known') return [];
  if (holdsToken) {
    const whom = isReader ? 'you, whatever your' : `${mention(by)}, whatever their`;
    return [`What this workspace's platform token may do counts for ${whom} own role in Piper.`];
  }
  if (found.own === 'owner') {
    const owns = isReader ? 'You own' : `${mention(by)} owns`;
    return [`${owns} ${bold(connection.organization.name)}.`];
  }
  const whose = isReader ? 'Your own role' : `The role of ${mention(by)}`;
  return [`${whose} in Piper is ${roleWords(found.own.name || undefined)}.`];
}
