import { approvalsNeeded } from '../domain/asking.ts';
import {
  type CheckedPerson,
  type InviteCheck,
  isMember,
  type Upshot,
  upshotFor,
  upshotOf,
  type Verdict,
} from '../domain/invite-check.ts';
import type { InputProblem } from '../domain/invite-input.ts';
import type { Role } from '../domain/organization.ts';
import type { PersonRef } from '../domain/people-list.ts';
import type { DenialReason, Reach } from '../domain/policy.ts';
import { likelyRoles } from '../domain/roles.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { actions, commands } from '../ids.ts';
import { blockKit } from '../limits.ts';
import {
  type Asked,
  type CheckedBy,
  checkDenial,
  decisionReasons,
  form,
  problemMrkdwn,
  requests,
  check as text,
} from '../text/index.ts';
import { escapeText } from '../text/mrkdwn.ts';
import { commandOf, suggestedRoles } from './did-you-mean.ts';
import { button, type Message, textMessage, withButtons } from './message.ts';
import { withRemedy } from './token-remedy.ts';

/** For whoever may not check invites, or not those of others. */
export const checkDenialMessage = (
  reason: DenialReason,
  inviteAdmins: readonly string[],
  reach: Reach,
): Message => textMessage([checkDenial(reason, inviteAdmins, reach)]);

/** For whoever named nobody, or more people than are checked at once. */
export const checkNobodyMessage = (leftovers: readonly string[]): Message =>
  textMessage([...notAddresses(leftovers), text.nobody(commands.invite)]);
export const checkTooManyMessage = (count: number, limit: number): Message =>
  textMessage([text.tooMany(count, limit)]);

/** Why there is nothing to check, with buttons for the roles that were probably meant. `by` is a Slack user ID, if it was typed; `token` is what the reader can do where Piper refused the token. */
export function checkProblemMessage(
  problem: InputProblem,
  { by, people }: { by?: string | undefined; people: readonly PersonRef[] },
  reference: string | undefined,
  token?: TokenRemedy,
): Message {
  if (problem.kind === 'unreadable') {
    return withRemedy(textMessage([text.unread(problem.failure, token)], reference), token);
  }
  const roles = problem.kind === 'unknown' ? likelyRoles(problem.roles, problem.typed) : [];
  const names = commandOf(by === undefined ? people : [{ kind: 'mention', userId: by }, ...people]);
  const buttons = roles.slice(0, suggestedRoles).map(({ name }, index) => ({
    ...button(`${actions.suggestion}${index}`, text.asPlain(name)),
    value: `check ${names} as ${escapeText(name)}`,
  }));
  const fits = buttons.every(({ value }) => value.length <= blockKit.buttonValueCharacters);
  return withButtons(textMessage([problemMrkdwn(problem)]), fits ? buttons : []);
}

/** What would become of invites: of one person with every reason, of several in a line each. */
export function checkMessage(
  check: InviteCheck,
  by: CheckedBy,
  { leftovers, mayBeAboutOthers }: { leftovers: readonly string[]; mayBeAboutOthers: boolean },
): Message {
  const [person, ...others] = check.people;
  if (!person || person.byRole.length === 0) {
    return textMessage([form.noRoles(by.connection.organization.name)]);
  }
  const message = textMessage([
    ...(others.length === 0 ? onePerson(person, check, by) : severalPeople(check, by)),
    ...notAddresses(leftovers),
    ...(mayBeAboutOthers ? [text.forOthers(commands.invite)] : []),
  ]);
  return withRemedy(message, by.token);
}

function onePerson(checked: CheckedPerson, check: InviteCheck, by: CheckedBy): string[] {
  const { person, membership, byRole } = checked;
  const [first, ...others] = byRole;
  const isOneRole = first !== undefined && others.length === 0;
  const headline = isOneRole
    ? text.one(by, person, first.role, upshotFor(checked, first.verdict))
    : text.byRole(person, rolesByUpshot(checked), by);
  const why = isOneRole
    ? reasons({ person, roles: [first.role] }, first.verdict, by)
    : rolesByReason(byRole).flatMap(
        ({ roles, verdict }) => lastReason({ person, roles }, verdict, by) ?? [],
      );
  const about = [
    ...facts(check, by),
    ...(membership ? [text.membership(by.connection.organization.name, membership)] : []),
  ];
  const lines = [why, about].filter(({ length }) => length > 0).map(text.bullets);
  return [headline, lines.join('\n')];
}

function severalPeople(check: InviteCheck, by: CheckedBy): string[] {
  const { people } = check;
  const [role, ...otherRoles] = people[0]?.byRole.map((asked) => asked.role) ?? [];
  if (!role || otherRoles.length > 0) {
    const lines = people.map((checked) =>
      isMember(checked)
        ? text.line(checked.person, 'member')
        : text.byRole(checked.person, rolesByUpshot(checked)),
    );
    return [
      text.severalByRole(by, people.length),
      text.lines(lines),
      [...facts(check, by), text.moreByRole].join(' '),
    ];
  }
  const asked = people.flatMap(({ byRole, ...checked }) =>
    byRole.map((each) => ({
      person: checked.person,
      upshot: upshotFor(checked, each.verdict),
      why: lastReason({ person: checked.person, roles: [each.role] }, each.verdict, by),
    })),
  );
  const [why, ...otherReasons] = new Set(asked.flatMap((each) => each.why ?? []));
  const isForAll = otherReasons.length === 0;
  return [
    text.several(by, role, countUpshots(asked)),
    text.lines(
      asked.map((each) => text.line(each.person, each.upshot, isForAll ? undefined : each.why)),
    ),
    [...(why !== undefined && isForAll ? [why] : []), ...facts(check, by)].join(' '),
  ].filter(Boolean);
}

/** What counts for every invite alike. */
function facts({ people, own, quota }: InviteCheck, by: CheckedBy): string[] {
  const { asking } = by.connection.settings;
  const needing = people.flatMap(({ byRole }) =>
    byRole.flatMap(({ role, verdict }) => (verdict.kind === 'approval' ? [role] : [])),
  );
  const verdicts = people.flatMap(({ byRole }) => byRole.map(({ verdict }) => verdict));
  const isSaid = verdicts.some(
    (verdict) => 'reasons' in verdict && verdict.reasons.some(({ kind }) => kind === 'quota'),
  );
  // What stands in the way of the others is among their reasons.
  const isOwn = verdicts.some(({ kind }) => kind === 'direct' || kind === 'undecided');
  return [
    ...(isOwn ? text.own(own, by) : []),
    ...(quota && !isSaid ? [text.quota(quota)] : []),
    ...(asking && needing.length > 0
      ? [requests.wouldAsk(asking, approvalsNeeded(needing, asking))]
      : []),
  ];
}

function reasons(asked: Asked, verdict: Verdict, by: CheckedBy): string[] {
  if (verdict.kind === 'refused') return verdict.problems.map(problemMrkdwn);
  return 'reasons' in verdict ? decisionReasons(verdict, asked, by) : [];
}

/** What stands in the way of an invite; nothing does where it is sent at once. */
function lastReason(asked: Asked, verdict: Verdict, by: CheckedBy): string | undefined {
  if (verdict.kind === 'direct') return undefined;
  const inTheWay =
    'reasons' in verdict
      ? { ...verdict, reasons: verdict.reasons.filter(({ kind }) => kind !== 'nobody_approves') }
      : verdict;
  return reasons(asked, inTheWay, by).at(-1);
}

/** The roles that are judged alike, so that a reason is given once. */
function rolesByReason(byRole: CheckedPerson['byRole']) {
  const groups = new Map<string, { roles: Role[]; verdict: Verdict }>();
  for (const { role, verdict } of byRole) {
    const key = JSON.stringify(verdict);
    const group = groups.get(key);
    if (group) group.roles.push(role);
    else groups.set(key, { roles: [role], verdict });
  }
  return [...groups.values()];
}

const upshots = ['direct', 'approval', 'undecided', 'deny'] as const;

const rolesByUpshot = ({ byRole }: CheckedPerson) =>
  upshots
    .map((upshot) => ({
      upshot,
      roles: byRole.filter(({ verdict }) => upshotOf(verdict) === upshot).map(({ role }) => role),
    }))
    .filter(({ roles }) => roles.length > 0);

const countUpshots = (asked: readonly { upshot: Upshot }[]) =>
  [...upshots, 'member' as const]
    .map((upshot) => ({
      upshot,
      count: asked.filter((each) => each.upshot === upshot).length,
    }))
    .filter(({ count }) => count > 0);

const notAddresses = (words: readonly string[]): string[] =>
  words.length > 0
    ? [problemMrkdwn({ part: 'addresses', kind: 'not_an_address', words: [...words] })]
    : [];
