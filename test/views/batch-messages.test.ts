import { describe, expect, it } from 'vitest';
import type { BatchReport, InvitationState } from '../../src/domain/invitation.ts';
import { batchConfirmation, batchProblems } from '../../src/views/batch-messages.ts';
import type { Message } from '../../src/views/message.ts';
import { expectWithinLimits } from '../helpers/block-limits.ts';
import { acme, alreadyMember, editor, invited, waiting } from '../helpers/builders.ts';

const address = (at: number) => `${'a'.repeat(60)}${at}@${'b'.repeat(60)}.example`;
const entry = (at: number, about: Partial<BatchReport['entries'][number]> = {}) => ({
  invitee: { address: address(at) },
  role: editor,
  state: invited(address(at)),
  ...about,
});
const report = (entries: BatchReport['entries']): BatchReport => ({
  batch: { id: '0b8f6a52-8f7b-4f0e-9d0e-0a4d9a7f1c11', inviterId: 'U1', organization: acme, at: 1 },
  entries,
});
const many = (count: number, about: Partial<BatchReport['entries'][number]> = {}) =>
  report(Array.from({ length: count }, (_, at) => entry(at, about)));
/** Where there is a button: below the message, or in a row. */
const choices = (message: Message | undefined) =>
  (message?.blocks ?? []).flatMap((block) => {
    if (block.type === 'actions') return block.elements.map(() => 'below');
    return block.type === 'section' && block.accessory ? ['in a row'] : [];
  });

describe('a confirmation', () => {
  it.each([
    [1, ['below']],
    [2, Array(2).fill('in a row')],
    [3, Array(3).fill('in a row')],
  ])('with %d people has %j to change a role', (count, expected) => {
    const message = batchConfirmation(many(count));
    expect(choices(message)).toEqual(expected);
    if (message) expectWithinLimits({ ...message, blocks: withoutChoices(message) });
  });

  it('of more has three with one each, and one that leads to everybody', () => {
    for (const count of [4, 100]) {
      const message = batchConfirmation(many(count));
      if (!message) throw new Error('no confirmation');
      expectWithinLimits(message);
      const beside = message.blocks.flatMap((block) =>
        block.type === 'section' && block.accessory ? [block.accessory] : [],
      );
      expect(beside).toMatchObject([
        ...Array(3).fill({ action_id: 'change_role' }),
        { action_id: 'see_invited', value: report([]).batch.id },
      ]);
      expect(message.text).toContain(`\nand ${count - 3} more\n`);
    }
  });

  it('has nothing to change of who is gone from Piper', () => {
    const state = { ...invited(address(0)), removedAt: 5 } as InvitationState;
    const message = batchConfirmation(report([entry(0, { state })]));
    expect(message?.text).toContain('Removed from Piper');
    expect(choices(message)).toEqual([]);
    const two = batchConfirmation(report([entry(0, { state }), entry(1)]));
    expect(choices(two)).toEqual(['in a row']);
  });

  it('says nothing of a role that was changed of somebody who was a member before', () => {
    const member = entry(1, {
      state: alreadyMember(address(1)),
      roleChange: { roleName: 'Viewer', by: 'UBOB', at: 2 },
    });
    const message = batchConfirmation(report([entry(0), member]));
    expect(message?.text).toContain(address(0));
    expect(JSON.stringify(message)).not.toContain(address(1));
    expect(message?.text).not.toContain('Viewer');
  });

  it('has nothing to change while it is being sent', () => {
    const message = batchConfirmation(report([entry(0), entry(1, { state: waiting() })]));
    expect(JSON.stringify(message)).not.toContain('change_role');
  });

  it('shows the roles that were changed last, and how many more', () => {
    const changed = Array.from({ length: 30 }, (_, at) =>
      entry(at, { roleChange: { roleName: 'Viewer', by: 'UBOB', at } }),
    );
    const message = batchConfirmation(report(changed));
    expect(message?.text).toContain(`${address(29)} is *Viewer* now, changed by <@UBOB>`);
    expect(message?.text).toContain('The roles of 27 people more were changed, too.');
    if (message) expectWithinLimits(message);
  });
});

describe('what only the inviter is told', () => {
  it('has the way to change the role of a member', () => {
    const state = alreadyMember('x@example.com');
    expect(choices(batchProblems(report([entry(0, { state })])))).toEqual(['below']);
    expect(choices(batchProblems(many(3, { state })))).toEqual(Array(3).fill('below'));
    const both = report([entry(0), entry(1, { state })]);
    expect(choices(batchProblems(both))).toEqual(['below']);
    expect(choices(batchConfirmation(both))).toEqual(['below']);
  });
});

const withoutChoices = ({ blocks }: Message) => blocks.filter(({ type }) => type !== 'actions');
