import { ceilingFor, type Own } from './ceiling.ts';
import type { ConnectionSettings, WhoMayInvite } from './connection.ts';
import { domainOf } from './domains.ts';
import type { Invite } from './invitation.ts';
import type { Role } from './organization.ts';
import { type Person, whyNever } from './person.ts';
import type { Unmatched } from './piper-person.ts';
import type { Reason } from './reasons.ts';
import type { Fate, Quota, Rule, Who } from './rule.ts';

/** Who may have whom invited. The order of its rules decides nothing. */
export type Policy = {
  rules: readonly Rule[];
  /** Where no rule is about an invite. */
  otherwise: 'deny' | 'approval';
  /** IDs of roles that are never given without approval. */
  twoApprovals: readonly string[];
  quota?: Quota;
};

/** What decides about one invite. */
export type Facts = {
  /** Who wants it; undefined when Slack can't say. */
  person: Person | undefined;
  /** Whether that person is in a user group; undefined when Slack can't say. */
  isInGroup: (userGroupId: string) => boolean | undefined;
  inviteAdmins: ReadonlySet<string>;
  /** What that person may do in Piper, or why that isn't known. */
  own: { kind: 'known'; own: Own } | { kind: Unmatched };
  /** How many of the person's invites count against the quota. */
  used: number;
  /** Whether anybody could approve it. */
  canBeApproved: boolean;
};

export type Decision = { kind: Fate; reasons: Reason[] };

/**
 * Decides about one invite. Any rule that denies wins; else the strongest rule does. A role above the person's own needs a rule
 * that names it and goes beyond, or an approval; without anybody who could approve, there is none. Where it depends on user groups
 * that Slack can't tell, it gives what is sure, with that as a reason.
 */
export function decide(policy: Policy, { invitee, role }: Invite, facts: Facts): Decision {
  const { person } = facts;
  if (!person) return { kind: 'deny', reasons: [{ kind: 'unidentified' }] };
  const never = whyNever(person);
  if (never) return { kind: 'deny', reasons: [{ kind: 'never', why: never }] };

  const domain = domainOf(invitee.address);
  const about = policy.rules.filter(
    ({ roles, domains }) =>
      (roles === 'all' || roles.includes(role.id)) &&
      (domains === 'all' || (domain !== undefined && domains.includes(domain))),
  );
  const sure = about.filter(({ who }) => isAbout(who, person, facts) === true);
  const denying = sure.filter(({ fate }) => fate === 'deny');
  if (denying.length > 0) return { kind: 'deny', reasons: denying.map(ruleReason) };
  const maybe = about.filter(({ who }) => isAbout(who, person, facts) === undefined);
  const unread: Reason = { kind: 'groups_unread', userGroupIds: groupsUnread(maybe, facts) };
  if (maybe.some(({ fate }) => fate === 'deny')) return { kind: 'deny', reasons: [unread] };

  const decision = decideGiven(policy, role, sure, facts);
  const isSure = decideGiven(policy, role, [...sure, ...maybe], facts).kind === decision.kind;
  return isSure ? decision : { ...decision, reasons: [...decision.reasons, unread] };
}

/** Decides by the rules that are about an invite, none of which denies it. */
function decideGiven(
  policy: Policy,
  role: Role,
  matching: readonly Rule[],
  facts: Facts,
): Decision {
  const giving = matching.filter((rule) => rule.fate === 'direct');
  if (giving.length === 0) {
    // They all need approval.
    if (matching.length > 0) return needsApproval(matching.map(ruleReason), facts);
    const reasons: Reason[] = [{ kind: 'no_rule' }];
    return policy.otherwise === 'deny' ? { kind: 'deny', reasons } : needsApproval(reasons, facts);
  }

  const given = giving.map(ruleReason);
  const isBeyond = giving.some((rule) => rule.beyondOwnRole && rule.roles !== 'all');
  const tooMuch = isBeyond ? undefined : whyTooMuch(role, facts.own);
  const { quota } = policy;
  const overQuota: Reason | undefined =
    quota && facts.used >= quota.invites
      ? { kind: 'quota', used: facts.used, limit: quota.invites }
      : undefined;
  const inTheWay: Reason[] = [
    ...(policy.twoApprovals.includes(role.id) ? [{ kind: 'two_approvals' } as const] : []),
    ...(overQuota && quota?.fate === 'approval' ? [overQuota] : []),
    ...(tooMuch ? [tooMuch] : []),
  ];
  if (inTheWay.length > 0) return needsApproval([...given, ...inTheWay], facts);
  return overQuota
    ? { kind: 'deny', reasons: [...given, overQuota] }
    : { kind: 'direct', reasons: given };
}

const groupsUnread = (rules: readonly Rule[], { isInGroup }: Facts): string[] => [
  ...new Set(
    rules
      .flatMap(({ who }) => (who.kind === 'chosen' ? who.userGroupIds : []))
      .filter((id) => isInGroup(id) === undefined),
  ),
];

/** Whether an invite is not to be sent as it is; one that is undecided is decided before it is sent. */
export const isDenied = ({ kind }: { kind: Fate | 'undecided' }): boolean =>
  kind !== 'direct' && kind !== 'undecided';

/** The id of the rule that the settings' form stands for. */
export const settingsRuleId = 'settings';

/** The policy that a connection's settings stand for. Their form is the first rule. */
export const policyOf = (settings: ConnectionSettings): Policy => {
  const { rules = [], quota, asking } = settings;
  return {
    rules: [ruleOfForm(settings), ...rules],
    otherwise: asking ? 'approval' : 'deny',
    twoApprovals: asking?.twoApprovals ?? [],
    // Where people can ask, more than the quota needs approval.
    ...(quota && { quota: asking ? { ...quota, fate: 'approval' } : quota }),
  };
};

/** The rule that the form of the settings is. */
export const ruleOfForm = (settings: ConnectionSettings): Rule => {
  const { whoMayInvite, roleIds, beyondOwnRole, domains } = settings;
  return {
    id: settingsRuleId,
    name: '',
    who: whoOf(whoMayInvite),
    roles: roleIds ?? 'all',
    domains: domains.length > 0 ? domains : 'all',
    fate: 'direct',
    ...(beyondOwnRole && { beyondOwnRole }),
  };
};

const whoOf = (whoMayInvite: WhoMayInvite): Who =>
  whoMayInvite.kind === 'chosen' ? { ...whoMayInvite, alsoAdmins: true } : whoMayInvite;

/** Decides whether somebody may give a role at once to anybody at all, whatever their domain. */
export function decideRole(policy: Policy, role: Role, facts: Facts): Decision {
  const rules = policy.rules
    .filter(({ fate, domains }) => fate !== 'deny' || domains === 'all')
    .map((rule) => ({ ...rule, domains: 'all' as const }));
  const anybody = { invitee: { address: '' }, role };
  return decide({ ...policy, rules }, anybody, facts);
}

const ruleReason = ({ id }: Rule): Reason => ({ kind: 'rule', id });

const needsApproval = (reasons: Reason[], { canBeApproved }: Facts): Decision =>
  canBeApproved
    ? { kind: 'approval', reasons }
    : { kind: 'deny', reasons: [...reasons, { kind: 'nobody_approves' }] };

/** Why somebody may not give a role in Piper; undefined if they may. */
export function whyTooMuch(role: Role, own: Facts['own']): Reason | undefined {
  if (own.kind !== 'known') return { kind: 'unmatched', why: own.kind };
  switch (ceilingFor(role, own.own)) {
    case 'within':
      return undefined;
    case 'above':
      return { kind: 'above', own: own.own === 'owner' ? '' : own.own.name };
    case 'unknown':
      return { kind: 'not_comparable' };
  }
}

/** Whether a rule is about somebody; undefined when it depends on a user group that Slack can't tell. */
export function isAbout(
  who: Who,
  person: Person,
  facts: Pick<Facts, 'inviteAdmins' | 'isInGroup'>,
): boolean | undefined {
  const isAdmin = person.isAdmin || facts.inviteAdmins.has(person.id);
  switch (who.kind) {
    case 'members':
      return true;
    case 'admins':
      return isAdmin;
    case 'chosen': {
      if (who.userIds.includes(person.id) || (who.alsoAdmins && isAdmin)) return true;
      const groups = who.userGroupIds.map(facts.isInGroup);
      if (groups.includes(true)) return true;
      return groups.includes(undefined) ? undefined : false;
    }
  }
}
