import { rules as limits } from './limits.ts';
import { err, ok, type Result } from './result.ts';
import type { Rule } from './rule.ts';

/** What somebody does to the rules besides the settings form. `add` and `edit` carry the rule as it is to be. */
export type RuleChange = { kind: 'add' | 'edit'; rule: Rule } | { kind: 'remove'; id: string };

/** The rules after a change, with the one that it was about: `before` unless that is new, `after` unless it is gone. */
export type ChangedRules = { rules: Rule[]; before?: Rule; after?: Rule };

/** Makes a change. `full`: there are as many rules as there can be; `gone`: there is no such rule. */
export function changeRules(
  rules: readonly Rule[],
  change: RuleChange,
): Result<ChangedRules, 'full' | 'gone'> {
  if (change.kind === 'add') {
    const after = change.rule;
    return isFull(rules) ? err('full') : ok({ rules: [...rules, after], after });
  }
  const id = change.kind === 'remove' ? change.id : change.rule.id;
  const before = rules.find((rule) => rule.id === id);
  if (!before) return err('gone');
  if (change.kind === 'remove')
    return ok({ rules: rules.filter((rule) => rule !== before), before });
  const after = change.rule;
  return ok({ rules: rules.map((rule) => (rule === before ? after : rule)), before, after });
}

/** Whether no rule can be added besides the settings form. */
export const isFull = (rules: readonly Rule[]): boolean => rules.length >= limits.most - 1;

/** A name as it is stored: in one line. */
export const ruleName = (typed: string): string => typed.replace(/\s+/g, ' ').trim();

/** Why a rule can't have a name; undefined if it can. `others` are the other rules. */
export function nameProblem(
  name: string,
  others: readonly Rule[],
): 'missing' | 'long' | 'address' | 'taken' | undefined {
  if (name === '') return 'missing';
  if (name.length > limits.nameCharacters) return 'long';
  // The record keeps the name for good, and addresses have to be erasable.
  if (name.includes('@')) return 'address';
  const isTaken = others.some((other) => other.name.toLowerCase() === name.toLowerCase());
  return isTaken ? 'taken' : undefined;
}
