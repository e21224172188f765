import type { Connection } from '../domain/connection.ts';
import type { Role } from '../domain/organization.ts';
import type { PersonRef } from '../domain/people-list.ts';
import type { NeverReason } from '../domain/person.ts';
import type { Unmatched } from '../domain/piper-person.ts';
import type { Reason } from '../domain/reasons.ts';
import type { Fate, Rule } from '../domain/rule.ts';
import { type Decision, policyOf, settingsRuleId } from '../domain/rules.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { commands } from '../ids.ts';
import { sentence } from '../limits.ts';
import { links } from './links.ts';
import { bold, mention, nameWords } from './mrkdwn.ts';
import { whyUnmatched } from './not-given.ts';
import { mentions, roleWords, someOf, whoNamed } from './words.ts';

/** Whose invites are checked, and what whoever reads about it may know. */
export type CheckedBy = {
  /** Slack user ID of whoever would send them. */
  by: string;
  /** Whether that is who reads it. */
  isReader: boolean;
  connection: Pick<Connection, 'organization' | 'connectedBy' | 'settings'>;
  /** Whether rules are named. */
  namesRules: boolean;
  /** Whether what counts is what the token may do. */
  holdsToken: boolean;
  /** What the reader can do where Piper refused the token. */
  token?: TokenRemedy | undefined;
};

/** An invite that is checked, with a role, or with any of several. */
export type Asked = { person: PersonRef; roles: readonly Role[] };

export const anyOf = (roles: readonly Role[]): string =>
  someOf(
    roles.map(({ name }) => bold(name)),
    sentence.roles,
    'or',
  );

/** Why an invite is decided as it is: what speaks for it first, and last what stood in its way. */
export function decisionReasons(decision: Decision, asked: Asked, about: CheckedBy): string[] {
  const ids = decision.reasons.flatMap((reason) => (reason.kind === 'rule' ? [reason.id] : []));
  const rules = policyOf(about.connection.settings).rules.filter(({ id }) => ids.includes(id));
  return [
    ...ruleReasons(rules, anyOf(asked.roles), about),
    ...decision.reasons.flatMap((reason) => otherReason(reason, asked, about)),
  ];
}

/** Those that decide about an invite all lead to the same. */
function ruleReasons(deciding: readonly Rule[], role: string, about: CheckedBy): string[] {
  const settings = deciding.find(({ id }) => id === settingsRuleId);
  const rules = deciding.filter((rule) => rule !== settings);
  const [first] = rules;
  return [
    ...(settings
      ? [`By the settings, ${subject(about)} may give ${given(role, [settings])}.`]
      : []),
    ...(first ? [`${ruleWords(rules, about)} ${fateWords(first.fate, role, rules)}.`] : []),
  ];
}

const given = (role: string, rules: readonly Rule[]): string => {
  const isBeyond = rules.some(({ beyondOwnRole }) => beyondOwnRole);
  return `${role} at once${isBeyond ? ", whatever one's own role in Piper" : ''}`;
};

function ruleWords(rules: readonly Rule[], { namesRules }: CheckedBy): string {
  const isOne = rules.length === 1;
  if (!namesRules) return isOne ? 'A rule matches and' : `${rules.length} rules match and`;
  const names = someOf(
    rules.map(({ name }) => bold(name)),
    sentence.items,
  );
  return isOne ? `Rule ${names} matches and` : `Rules ${names} match and`;
}

function fateWords(fate: Fate, role: string, rules: readonly Rule[]): string {
  const ending = rules.length === 1 ? 's' : '';
  switch (fate) {
    case 'direct':
      return `give${ending} ${given(role, rules)}`;
    case 'approval':
      return `want${ending} approval for ${role}`;
    case 'deny':
      return `forbid${ending} ${role}`;
  }
}

function otherReason(reason: Reason, { person, roles }: Asked, about: CheckedBy): string[] {
  const role = anyOf(roles);
  switch (reason.kind) {
    case 'rule':
      return [];
    case 'never':
      return [neverReason(reason.why, about.by)];
    case 'unidentified':
      return [`Slack can't tell me who ${mention(about.by)} is right now. Try again.`];
    case 'no_rule':
      return [
        `Nothing in the settings lets ${subject(about)} invite ${whoNamed(person)} as ${role} at once.`,
      ];
    case 'two_approvals':
      return [`${role} needs two approvals.`];
    case 'above':
      return [`${role} can do more in Piper than ${ownRole(reason.own, about)}.`];
    case 'not_comparable':
      return [
        `I can't tell what ${role} may do in Piper, so only the organization's owner or somebody who has that role can give it.`,
      ];
    case 'unmatched':
      return [unmatchedReason(reason.why, about)];
    case 'quota':
      return [`${quotaWords(reason)}, so no more can be invited at once.`];
    case 'groups_unread':
      return [
        `Slack can't tell me right now who is in ${groupWords(reason.userGroupIds, about)}, and it depends on that. Try again in a few minutes.`,
      ];
    case 'nobody_approves':
      return ['It would need approval, and there is nobody to approve it.'];
  }
}

export const quotaWords = ({ used, limit }: { used: number; limit: number }): string =>
  `${used} of ${limit} invites of the last 24 hours are used`;

function ownRole(name: string, { by, isReader, holdsToken }: CheckedBy): string {
  if (holdsToken) return "this workspace's platform token";
  const role = roleWords(name || undefined);
  return isReader ? `your own role there, ${role}` : `the role of ${mention(by)} there, ${role}`;
}

function neverReason(why: NeverReason, by: string): string {
  switch (why) {
    case 'bot':
      return `${mention(by)} is a bot, and can't invite.`;
    case 'deactivated':
      return `${mention(by)} is deactivated in Slack, and can't invite.`;
    case 'external':
      return `${mention(by)} is from another workspace, and can't invite from here.`;
    case 'guest':
      return `${mention(by)} is a guest here, and guests can't invite.`;
  }
}

function unmatchedReason(why: Unmatched, { by, isReader, connection }: CheckedBy): string {
  const { organization, connectedBy } = connection;
  if (isReader) {
    const about = { organization: organization.name, connectedBy };
    return whyUnmatched(why, about, { name: nameWords, userId: mention });
  }
  return why === 'link_stale'
    ? `${mention(by)} was linked to a member of ${bold(organization.name)} who is gone; \`${commands.invite} unlink\` ends the link.`
    : links.unmatched(organization.name, by, why, commands.invite);
}

/** Only those who may see the rules read what they name. */
const groupWords = (ids: readonly string[], { namesRules }: CheckedBy): string =>
  namesRules ? someOf(mentions([], ids), sentence.mentions) : 'a user group that the rules name';

const subject = ({ by, isReader }: CheckedBy): string => (isReader ? 'you' : mention(by));
