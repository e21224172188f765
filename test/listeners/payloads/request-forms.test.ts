import { describe, expect, it } from 'vitest';
import {
  askingSchema,
  changeSchema,
  denialSchema,
} from '../../../src/listeners/payloads/request-forms.ts';
import { users } from '../../helpers/slack.ts';
import { submitted } from '../../helpers/submitted.ts';
import { option } from '../../helpers/views.ts';

const { id: alice } = users.alice;

describe('the form that denies a request', () => {
  const read = (words: object, metadata = 'r1 3') =>
    denialSchema.parse(submitted({ words }, metadata));

  it('is read with the request as it was shown, and what is said of it', () => {
    expect(read({ value: ' Not this year\n' })).toEqual({
      userId: alice,
      requestId: 'r1',
      revision: 3,
      words: 'Not this year',
    });
  });

  it.each([{ value: null }, { value: '  \n' }, {}])('says nothing with %j', (words) => {
    expect(read(words).words).toBeUndefined();
  });

  it('is refused without the request, or its field', () => {
    for (const metadata of ['', 'r1']) {
      expect(() => read({ value: 'No' }, metadata)).toThrow();
    }
    expect(() => denialSchema.parse(submitted({}, 'r1 3'))).toThrow();
  });
});

describe('the form that changes a request', () => {
  const fields = {
    request_role: { selected_option: option('role-1') },
    leave_out: { selected_options: [option('0'), option('4')] },
    words: { value: ' Viewer will do ' },
  };
  const read = (about: object = {}, metadata = 'r1 3') =>
    changeSchema.parse(submitted({ ...fields, ...about }, metadata));

  it('is read with the request as it was shown, and what is changed of it', () => {
    expect(read()).toEqual({
      userId: alice,
      requestId: 'r1',
      revision: 3,
      roleId: 'role-1',
      leftOut: ['0', '4'],
      words: 'Viewer will do',
    });
  });

  it('changes nothing where nothing was chosen', () => {
    const nothing = {
      request_role: { selected_option: null },
      leave_out: { selected_options: [] },
      words: { value: null },
    };
    expect(read(nothing)).toEqual({
      userId: alice,
      requestId: 'r1',
      revision: 3,
      roleId: undefined,
      leftOut: [],
      words: undefined,
    });
  });

  it('is read without the fields that were not shown', () => {
    const one = changeSchema.parse(submitted({ words: { value: null } }, 'r1 3'));
    expect(one).toMatchObject({ roleId: undefined, leftOut: [] });
  });

  it.each([
    '',
    'r1',
    ' 3',
    'r1 ',
    'r1 x',
    'r1 -1',
    'r1 1.5',
    'r1 0x1',
    'r1 9007199254740993',
    'r1 3 4',
  ])('is refused with %j for what was shown', (metadata) => {
    expect(() => read({}, metadata)).toThrow();
  });

  it('is refused with an empty role, or place', () => {
    expect(() => read({ request_role: { selected_option: option('') } })).toThrow();
    expect(() => read({ leave_out: { selected_options: [option('')] } })).toThrow();
  });
});

describe('the form that says who may ask, and who decides', () => {
  const target = { connectionId: 'connection-1', version: 'version-1' };
  const fields = {
    asking_on: { selected_options: [option('yes')] },
    approvers: { selected_users: ['UCAROL'] },
    approver_groups: { selected_options: [option('SLEADS')] },
    approvers_channel: { selected_conversation: 'C2' },
    quiet_approvers: { selected_users: ['UDAVE'] },
    two_approvals: { selected_options: [option('role-1')] },
    expire_after: { selected_option: option('14') },
    self_approval: { selected_options: [option('yes')] },
  };
  const read = (about: object = {}, metadata: string = JSON.stringify(target)) =>
    askingSchema.parse(submitted({ ...fields, ...about }, metadata));

  it('is read with what was shown', () => {
    expect(read()).toEqual({
      userId: alice,
      target,
      isOn: true,
      userIds: ['UCAROL'],
      userGroupIds: ['SLEADS'],
      channel: 'C2',
      quietUserIds: ['UDAVE'],
      twoApprovals: ['role-1'],
      expireAfterDays: 14,
      selfApproval: true,
    });
  });

  it('is read where nothing is chosen, and tells fields that were not shown from empty ones', () => {
    const nothing = {
      asking_on: { selected_options: [] },
      approvers: { selected_users: [] },
      approver_groups: { selected_options: [] },
      approvers_channel: { selected_conversation: null },
      quiet_approvers: { selected_users: [] },
      two_approvals: { selected_options: [] },
      self_approval: { selected_options: [] },
    };
    const empty = {
      isOn: false,
      userIds: [],
      userGroupIds: [],
      channel: undefined,
      quietUserIds: [],
      twoApprovals: [],
      selfApproval: false,
    };
    expect(read(nothing)).toMatchObject(empty);
    const { approver_groups: _, two_approvals: __, ...shown } = { ...fields, ...nothing };
    const body = submitted(shown, JSON.stringify(target));
    expect(askingSchema.parse(body)).toMatchObject({
      ...empty,
      userGroupIds: undefined,
      twoApprovals: undefined,
    });
  });

  it.each(Object.keys(fields).filter((field) => !/groups|two/.test(field)))(
    'is refused without its field %s',
    (field) => {
      const { [field as 'approvers']: _, ...rest } = fields;
      expect(() => askingSchema.parse(submitted(rest, JSON.stringify(target)))).toThrow();
    },
  );

  it.each(['', '1.5', '-1', 'x', '1e3'])('is refused with %j for days', (days) => {
    expect(() => read({ expire_after: { selected_option: option(days) } })).toThrow();
  });

  it.each([{ ...target, connectionId: '' }, { version: 'version-1' }, { connectionId: 'c' }, 'x'])(
    'is refused with %j for what was shown',
    (shown) => {
      expect(() => read({}, JSON.stringify(shown))).toThrow();
    },
  );
});
