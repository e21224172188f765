import { describe, expect, it } from 'vitest';
import {
  formatFilters,
  historySubmissionSchema,
  historyTurnSchema,
} from '../../../src/listeners/payloads/history.ts';

const submitted = (elements: Record<string, object>) => ({
  user: { id: 'U0ALICE' },
  view: {
    private_metadata: '',
    state: {
      values: Object.fromEntries(
        Object.entries({
          address: { value: null },
          inviter: { selected_user: null },
          state: { selected_option: null },
          from: { selected_date: null },
          to: { selected_date: null },
          ...elements,
        }).map(([name, state]) => [`history_${name}`, { [`history_${name}`]: state }]),
      ),
    },
  },
});

const turned = (metadata: string, value = 'id 5') => ({
  user: { id: 'U0ALICE' },
  view: { id: 'V1', private_metadata: metadata },
  actions: [{ value }],
});

describe('the form that searches in the past', () => {
  it('is empty, or names what is searched for', () => {
    expect(historySubmissionSchema.parse(submitted({}))).toEqual({
      userId: 'U0ALICE',
      input: { address: '' },
    });
    const filled = submitted({
      address: { value: 'ada' },
      inviter: { selected_user: 'U0BOB' },
      role: { selected_option: { value: 'r1' } },
      state: { selected_option: { value: 'joined' } },
      from: { selected_date: '2026-05-03' },
      to: { selected_date: '2026-05-04' },
    });
    expect(historySubmissionSchema.parse(filled).input).toEqual({
      address: 'ada',
      inviterId: 'U0BOB',
      roleId: 'r1',
      state: 'joined',
      from: '2026-05-03',
      to: '2026-05-04',
    });
  });

  it.each([
    { state: { selected_option: { value: 'sent' } } },
    { from: { selected_date: '2026-02-30' } },
    { to: { selected_date: 'tomorrow' } },
  ])('takes nothing that it does not offer: %j', (elements) => {
    expect(historySubmissionSchema.safeParse(submitted(elements)).success).toBe(false);
  });
});

describe('a button that turns the page of what was found', () => {
  it('names a place, and its modal what was looked for', () => {
    const filters = { address: 'ada', state: 'joined', from: 1, until: undefined } as const;
    expect(historyTurnSchema.parse(turned(formatFilters(filters)))).toEqual({
      userId: 'U0ALICE',
      viewId: 'V1',
      filters: { address: 'ada', state: 'joined', from: 1 },
      place: { id: 'id', at: 5 },
    });
  });

  it.each([
    ['{"state":"sent"}', 'id 5'],
    ['{"from":"1"}', 'id 5'],
    ['{}', 'id'],
    ['{}', 'id -5'],
  ])('means nothing with %s and %s', (metadata, value) => {
    expect(historyTurnSchema.safeParse(turned(metadata, value)).success).toBe(false);
  });
});
