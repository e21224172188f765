import type { PiperFailure } from '../domain/failures.ts';
import { rules as limits } from '../domain/limits.ts';
import type { Fate, Rule, Who } from '../domain/rule.ts';
import type { nameProblem } from '../domain/rule-change.ts';
import { commands } from '../ids.ts';
import { sentence } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { bold, escapeText } from './mrkdwn.ts';
import { whyUnread } from './why.ts';
import { capitalize, mentions, someOf } from './words.ts';

/** The roles of a rule: those that Piper has, by name, and how many it no longer has; `unread` where it doesn't tell now. */
export type RuleRoles =
  | { kind: 'all' }
  | { kind: 'list'; names: readonly string[]; gone: number }
  | { kind: 'unread'; count: number };

type Worded = Pick<Rule, 'who' | 'domains' | 'fate' | 'beyondOwnRole'> & { roles: RuleRoles };

const goneRole = 'a role that Piper no longer has';

const goneRoles = (count: number): string[] =>
  count === 0 ? [] : [count === 1 ? goneRole : `${count} roles that Piper no longer has`];

function whoWords(who: Who): string {
  switch (who.kind) {
    case 'admins':
      return 'workspace admins and owners';
    case 'members':
      return 'every full member';
    case 'chosen': {
      const chosen = mentions(who.userIds, who.userGroupIds);
      return someOf(
        who.alsoAdmins ? ['workspace admins', 'owners', ...chosen] : chosen,
        sentence.items + (who.alsoAdmins ? 2 : 0),
      );
    }
  }
}

function roleWords(roles: RuleRoles): string {
  switch (roles.kind) {
    case 'all':
      return 'with any role';
    case 'unread':
      return roles.count === 1 ? 'with one role' : `with one of ${roles.count} roles`;
    case 'list': {
      const names = roles.names.map((name) => bold(shorten(name, sentence.characters)));
      const all = [...names, ...goneRoles(roles.gone)];
      return all.length === 0 ? 'with no role' : `as ${someOf(all, sentence.roles, 'or')}`;
    }
  }
}

const whomWords = (domains: Rule['domains']): string =>
  domains === 'all'
    ? 'anybody'
    : `addresses of ${someOf(
        domains.map((domain) => escapeText(shorten(domain, sentence.characters))),
        sentence.items,
      )}`;

function rule({ who, roles, domains, fate, beyondOwnRole }: Worded): string {
  const what = `${whomWords(domains)} ${roleWords(roles)}`;
  const them = capitalize(whoWords(who));
  switch (fate) {
    case 'direct':
      return `${them} may invite ${what} at once${beyondOwnRole ? ', also above their own role in Piper' : ''}.`;
    case 'approval':
      return `${them} may invite ${what} with an approval.`;
    case 'deny':
      return `${who.kind === 'members' ? 'Nobody may' : `${them} may never`} invite ${what}.`;
  }
}

const fates = {
  direct: 'Invited at once',
  approval: 'Invited with an approval',
  deny: 'Never invited',
} as const satisfies Record<Fate, string>;

/** Rules: their list, and one by one. */
export const rules = {
  titlePlain: 'Rules',
  buttonPlain: (count: number) => `Rules (${count})`,
  besideSettings:
    'Rules add to this form: who may invite for some roles or domains only, and who never may.',
  intro: (organization: string) =>
    `Who may invite whom to ${bold(organization)}. A rule that denies wins over every other; else one that lets somebody invite is enough. Their order doesn't matter.`,
  askable: `Where no rule lets somebody invite, they need approval; \`${commands.invite} approvals\` says whose.`,
  notAskable: `Where no rule lets somebody invite, they can't, nor where a rule wants approval, until \`${commands.invite} approvals\` says who decides.`,
  ceiling:
    'Nobody gives a role that can do more in Piper than their own there, unless a rule says so.',
  form: (settings: Worded) =>
    `*The settings form* is the first rule: ${uncapitalized(rule(settings))}`,
  rule: (name: string, about: Worded) => `${bold(name)}: ${rule(about)}`,
  unread: (failure: PiperFailure) =>
    `The names of the roles can't be read right now. ${whyUnread(failure)}`,
  risky: (names: readonly string[]) =>
    `Mind that every full member could make anybody ${someOf(
      names.map((name) => bold(shorten(name, sentence.characters))),
      sentence.items,
      'or',
    )} in Piper.`,
  full: `There are ${limits.most} rules with the settings form, and there can't be more. Remove one to add another.`,
  overtaken:
    'Somebody else has changed the rules meanwhile. Here they are now; nothing of yours was saved.',
  saved: 'The rule is saved.',
  gone: 'This rule is gone: somebody else has removed it. Back leads to the rules as they are now.',
  backPlain: 'Back',
  addPlain: 'Add a rule',
  editPlain: 'Edit',
  removePlain: 'Remove',
  removeTitlePlain: 'Remove this rule?',
  removeTextPlain: (name: string) => `"${name}" ends at once.`,
  keepPlain: 'Keep it',
  editTitlePlain: 'Edit a rule',
  savePlain: 'Save',
  loading: 'One moment…',
  saving: 'Saving the rule…',
  namePlain: 'Name',
  nameHintPlain: 'Shown only to those who may change rules.',
  whoPlain: 'Whom it is about',
  whoChosenPlain: 'Whoever is chosen below',
  rolesPlain: 'Roles',
  rolesHintPlain: 'Leave this empty for all of them.',
  domainsPlain: 'E-mail domains',
  gonePlain: capitalize(goneRole),
  goneInlinePlain: goneRole,
  fatePlain: 'What happens',
  fatePlainOf: (fate: Fate) => fates[fate],
  nameProblemPlain: (problem: NonNullable<ReturnType<typeof nameProblem>>) => {
    switch (problem) {
      case 'missing':
        return 'Give the rule a name.';
      case 'long':
        return `Choose a name of up to ${limits.nameCharacters} characters.`;
      case 'address':
        return "The name stays in the record for good, so there can't be an @ in it. Choose another one.";
      case 'taken':
        return 'Another rule has this name. Choose another one.';
    }
  },
  nobodyChosenPlain: 'Choose somebody, or another answer above.',
  tooManyRolesPlain: `Choose up to ${limits.roles} roles, or none for all of them.`,
  unknownRolesPlain: "Piper doesn't have every role that you chose. Choose from those in the menu.",
  rolesUnreadPlain: (failure: PiperFailure) => `Nothing was saved. ${whyUnread(failure)}`,
  beyondNeedsDirectPlain: 'Untick this: whoever is never invited gets no role at all.',
} as const;

const uncapitalized = (sentence: string): string =>
  sentence.charAt(0).toLowerCase() + sentence.slice(1);
