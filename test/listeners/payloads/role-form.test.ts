import { describe, expect, it } from 'vitest';
import {
  formatRoleChange,
  formatRoleTarget,
  roleConfirmationSchema,
  roleSubmissionSchema,
} from '../../../src/listeners/payloads/role-form.ts';
import { noIds } from '../../helpers/replaced.ts';
import { users } from '../../helpers/slack.ts';
import { submitted } from '../../helpers/submitted.ts';

const target = { organizationId: 'org-1', address: 'ada@example.com', userId: 'U2' };
const form = (metadata: string, option: object = { value: 'role-1' }) =>
  submitted({ new_role: { selected_option: option } }, metadata);
const isRefused = (body: object) => {
  try {
    return !roleSubmissionSchema.safeParse(body).success;
  } catch {
    return true;
  }
};

describe('the form that changes a role', () => {
  it('is read with the role, and with whose it is', () => {
    expect(roleSubmissionSchema.parse(form(formatRoleTarget(target)))).toEqual({
      userId: users.alice.id,
      roleId: 'role-1',
      target,
    });
  });

  it('need not know the person in Slack', () => {
    const { userId: _, ...address } = target;
    expect(roleSubmissionSchema.parse(form(formatRoleTarget(address))).target).toEqual(address);
  });

  it('is refused without a role', () => {
    for (const value of noIds) {
      expect(isRefused(form(formatRoleTarget(target), { value }))).toBe(true);
    }
    expect(isRefused(submitted({}, formatRoleTarget(target)))).toBe(true);
  });

  it.each(['organizationId', 'address'])('is refused without the %s of its target', (field) => {
    for (const none of noIds) {
      expect(isRefused(form(JSON.stringify({ ...target, [field]: none })))).toBe(true);
    }
  });

  it('is refused with a user ID that is none', () => {
    for (const none of noIds.filter((each) => each !== undefined)) {
      expect(isRefused(form(JSON.stringify({ ...target, userId: none })))).toBe(true);
    }
  });

  it.each(['', 'org-1', 'null', '[]'])('is refused with %j for a target', (metadata) => {
    expect(isRefused(form(metadata))).toBe(true);
  });
});

describe('the modal that confirms a change', () => {
  const change = { target, from: 'role-1', to: 'role-2' };

  it('is read with the change that was seen', () => {
    expect(roleConfirmationSchema.parse(submitted({}, formatRoleChange(change)))).toEqual({
      userId: users.alice.id,
      ...change,
    });
  });

  it.each(['from', 'to', 'target'])('is refused without the %s', (field) => {
    for (const none of noIds) {
      const metadata = JSON.stringify({ ...change, [field]: none });
      expect(() => roleConfirmationSchema.parse(submitted({}, metadata))).toThrow();
    }
  });
});
