import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/domain/rule.ts';
import { changeRules, isFull, nameProblem, ruleName } from '../../src/domain/rule-change.ts';

const rule = (id: string, about: Partial<Rule> = {}): Rule => ({
  id,
  name: `Rule ${id}`,
  who: { kind: 'members' },
  roles: 'all',
  domains: 'all',
  fate: 'deny',
  ...about,
});
const numbered = (count: number) => Array.from({ length: count }, (_, at) => rule(`${at}`));
const two = [rule('a'), rule('b')];

describe('a change of the rules', () => {
  it('adds one behind the others', () => {
    const after = rule('c');
    expect(changeRules(two, { kind: 'add', rule: after })).toEqual({
      ok: true,
      value: { rules: [...two, after], after },
    });
  });

  it('changes one in its place', () => {
    const after = rule('a', { fate: 'direct' });
    expect(changeRules(two, { kind: 'edit', rule: after })).toEqual({
      ok: true,
      value: { rules: [after, rule('b')], before: rule('a'), after },
    });
  });

  it('removes one', () => {
    expect(changeRules(two, { kind: 'remove', id: 'a' })).toEqual({
      ok: true,
      value: { rules: [rule('b')], before: rule('a') },
    });
  });

  it('finds no rule that is not there', () => {
    for (const id of ['c', 'settings', '']) {
      expect(changeRules(two, { kind: 'remove', id })).toEqual({ ok: false, error: 'gone' });
      expect(changeRules(two, { kind: 'edit', rule: rule(id) })).toEqual({
        ok: false,
        error: 'gone',
      });
    }
  });

  it('leaves twenty with the settings form', () => {
    expect(isFull(numbered(18))).toBe(false);
    expect(changeRules(numbered(18), { kind: 'add', rule: rule('new') }).ok).toBe(true);
    expect(isFull(numbered(19))).toBe(true);
    expect(changeRules(numbered(19), { kind: 'add', rule: rule('new') })).toEqual({
      ok: false,
      error: 'full',
    });
    expect(changeRules(numbered(19), { kind: 'edit', rule: rule('3') }).ok).toBe(true);
    expect(changeRules(numbered(19), { kind: 'remove', id: '3' }).ok).toBe(true);
  });

  it('leaves every other rule as it was', () => {
    const anyChange = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), rule: fc.constant(rule('new')) }),
      fc.record({
        kind: fc.constant('edit' as const),
        rule: fc.nat(25).map((at) => rule(`${at}`, { fate: 'direct' })),
      }),
      fc.record({ kind: fc.constant('remove' as const), id: fc.nat(25).map(String) }),
    );
    fc.assert(
      fc.property(fc.nat(19), anyChange, (count, change) => {
        const rules = numbered(count);
        const changed = changeRules(rules, change);
        if (!changed.ok) return;
        const { before, after } = changed.value;
        expect(changed.value.rules.length).toBeLessThanOrEqual(19);
        expect(changed.value.rules.filter((each) => each !== after)).toEqual(
          rules.filter((each) => each !== before),
        );
      }),
    );
  });
});

describe('the name of a rule', () => {
  it('is in one line', () => {
    expect(ruleName('  The\n\tleads  ')).toBe('The leads');
  });

  it.each([
    ['', 'missing'],
    ['x'.repeat(60), undefined],
    ['x'.repeat(61), 'long'],
    ['for eve@evil.example', 'address'],
    ['rule A', 'taken'],
    ['Rule c', undefined],
  ])('%j: %s', (name, problem) => {
    expect(nameProblem(name, two)).toBe(problem);
  });
});
