import { describe, expect, it } from 'vitest';
import type { OrderReport } from '../../src/domain/invitation.ts';
import { orderConfirmation, orderProblems } from '../../src/views/batch-messages.ts';
import type { Message } from '../../src/views/message.ts';
import { expectWithinLimits } from '../helpers/block-limits.ts';
import { acme, alreadyMember, editor, invited } from '../helpers/builders.ts';

const address = (at: number) => `${'a'.repeat(60)}${at}@${'b'.repeat(60)}.example`;
const entry = (at: number, about: Partial<OrderReport['entries'][number]> = {}) => ({
  invitee: { address: address(at) },
  role: editor,
  standing: invited(address(at)),
  ...about,
});
const report = (entries: OrderReport['entries']): OrderReport => ({
  order: { id: '0b8f6a52-8f7b-4f0e-9d0e-0a4d9a7f1c11', inviterId: 'U1', organization: acme, at: 1 },
  entries,
});
const many = (count: number, about: Partial<OrderReport['entries'][number]> = {}) =>
  report(Array.from({ length: count }, (_, at) => entry(at, about)));
const choices = (message: Message | undefined) =>
  (message?.blocks ?? []).flatMap((block) =>
    block.type === 'actions' ? block.elements.map(({ type }) => type) : [],
  );

describe('a confirmation', () => {
  it.each([
    [1, ['button']],
    [2, ['overflow']],
    [5, ['overflow']],
    [6, []],
    [100, []],
  ])('with %d people has %j to change a role', (count, expected) => {
    const message = orderConfirmation(many(count));
    expect(choices(message)).toEqual(expected);
    if (message) expectWithinLimits({ ...message, blocks: withoutChoices(message) });
  });

  it('has nothing to change while it is being sent', () => {
    const waiting = { kind: 'waiting', isUnclear: false } as const;
    const message = orderConfirmation(report([entry(0), entry(1, { standing: waiting })]));
    expect(JSON.stringify(message)).not.toContain('change_role');
  });

  it('shows the roles that were changed last, and how many more', () => {
    const changed = Array.from({ length: 30 }, (_, at) =>
      entry(at, { roleChange: { roleName: 'Viewer', by: 'UBOB', at } }),
    );
    const message = orderConfirmation(report(changed));
    expect(message?.text).toContain(`${address(29)} is *Viewer* now, changed by <@UBOB>`);
    expect(message?.text).toContain('The roles of 25 people more were changed, too.');
    if (message) expectWithinLimits(message);
  });
});

describe('what only the inviter is told', () => {
  it('has the way to change the role of a member, unless the confirmation has it', () => {
    const standing = alreadyMember('x@example.com');
    expect(choices(orderProblems(report([entry(0, { standing })])))).toEqual(['button']);
    expect(choices(orderProblems(many(3, { standing })))).toEqual(['overflow']);
    expect(orderProblems(report([entry(0), entry(1, { standing })]))).toBeUndefined();
  });
});

const withoutChoices = ({ blocks }: Message) => blocks.filter(({ type }) => type !== 'actions');
