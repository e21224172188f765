import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  inviteSubmissionSchema,
  previewSubmissionSchema,
} from '../../../src/listeners/payloads/invite-form.ts';
import { previewBody } from '../../helpers/payloads.ts';
import { noIds, replaced } from '../../helpers/replaced.ts';
import { users } from '../../helpers/slack.ts';

const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/slack/view-submission.json', import.meta.url), 'utf8'),
);
const responseUrl = 'https://hooks.slack.com/commands/T1/1/abc';
const role = { value: 'role-1', text: { type: 'plain_text', text: 'Editor', emoji: true } };

/** The form as Slack submits it, with some values replaced. */
const submission = (values: object = {}, more: object = {}) => ({
  type: 'view_submission',
  team: { id: 'T1' },
  user: { id: 'U1', name: 'alice' },
  view: {
    id: 'V1',
    callback_id: 'invite',
    private_metadata: 'org-1',
    state: {
      values: {
        people: { people: { type: 'multi_users_select', selected_users: ['U2', 'U3'] } },
        addresses: { addresses: { type: 'plain_text_input', value: 'ada@example.com' } },
        role: { role: { type: 'static_select', selected_option: role } },
        channel: { channel: { type: 'conversations_select', selected_conversation: 'C1' } },
        note: { note: { type: 'plain_text_input', value: 'Welcome' } },
        ...values,
      },
    },
  },
  response_urls: [
    { block_id: 'channel', action_id: 'channel', channel_id: 'C1', response_url: responseUrl },
  ],
  ...more,
});

describe('a form that was sent', () => {
  it('is read', () => {
    expect(inviteSubmissionSchema.parse(submission())).toEqual({
      userId: 'U1',
      viewId: 'V1',
      organizationId: 'org-1',
      selection: {
        userIds: ['U2', 'U3'],
        text: 'ada@example.com',
        userGroupIds: [],
        channels: [],
        fileId: undefined,
      },
      role: { id: 'role-1', name: 'Editor' },
      audience: { channel: 'C1', channelUrl: responseUrl, inviterUrl: responseUrl },
      note: 'Welcome',
    });
  });

  it.each([
    ['null', { people: { people: { selected_users: null } } }],
    ['nothing', { people: { people: {} } }],
    ['an empty list', { people: { people: { selected_users: [] } } }],
  ])('names nobody where people are %s', (_, values) => {
    expect(inviteSubmissionSchema.parse(submission(values)).selection.userIds).toEqual([]);
  });

  it('is read with user groups, channels and a file, where the form has them', () => {
    const values = {
      invite_groups: { invite_groups: { selected_options: [{ value: 'S1' }, { value: 'S2' }] } },
      invite_channels: { invite_channels: { selected_conversations: ['C2'] } },
      file: { file: { type: 'file_input', files: [{ id: 'F1', name: 'people.csv' }] } },
    };
    expect(inviteSubmissionSchema.parse(submission(values)).selection).toMatchObject({
      userGroupIds: ['S1', 'S2'],
      channels: ['C2'],
      fileId: 'F1',
    });
  });

  it.each([
    ['null', null],
    ['nothing', undefined],
    ['empty', []],
  ])('is read where user groups, channels and files are %s', (_, none) => {
    const values = {
      invite_groups: { invite_groups: { selected_options: none } },
      invite_channels: { invite_channels: { selected_conversations: none } },
      file: { file: { files: none } },
    };
    expect(inviteSubmissionSchema.parse(submission(values)).selection).toMatchObject({
      userGroupIds: [],
      channels: [],
      fileId: undefined,
    });
  });

  it.each([null, undefined])('has no addresses and no note where they are %s', (value) => {
    const values = { addresses: { addresses: { value } }, note: { note: { value } } };
    expect(inviteSubmissionSchema.parse(submission(values))).toMatchObject({
      selection: { text: '' },
      note: undefined,
    });
  });

  it('has no note where that is blank', () => {
    const values = { note: { note: { value: ' \n ' } } };
    expect(inviteSubmissionSchema.parse(submission(values)).note).toBeUndefined();
  });

  it.each([
    ['is none', { response_urls: [] }],
    ['is nothing', { response_urls: undefined }],
    ['is null', { response_urls: null }],
    [
      'is one of another conversation',
      { response_urls: [{ channel_id: 'C2', response_url: responseUrl }] },
    ],
  ])('has no response URL where there %s', (_, more) => {
    expect(inviteSubmissionSchema.parse(submission({}, more)).audience).toEqual({ channel: 'C1' });
  });

  it('is for its sender alone where they say so, whatever conversation was chosen', () => {
    const only = { type: 'checkboxes', selected_options: [{ value: 'yes' }] };
    const { audience } = inviteSubmissionSchema.parse(submission({ only_me: { only_me: only } }));
    expect(audience).toEqual({ channel: 'U1', inviterUrl: responseUrl });
    const not = { only_me: { only_me: { ...only, selected_options: [] } } };
    expect(inviteSubmissionSchema.parse(submission(not)).audience).toMatchObject({ channel: 'C1' });
  });

  it('is for its sender alone where no conversation was chosen', () => {
    const values = { channel: { channel: { selected_conversation: null } } };
    expect(inviteSubmissionSchema.parse(submission(values)).audience).toEqual({ channel: 'U1' });
  });

  it.each([
    ['role', { role: { role: { selected_option: null } } }],
    ['field for a conversation', { channel: undefined }],
    ['field for people', { people: undefined }],
    ['field for a note', { note: {} }],
  ])('is refused without its %s', (_, values) => {
    expect(inviteSubmissionSchema.safeParse(submission(values)).success).toBe(false);
  });

  it('is refused without its sender and its view', () => {
    expect(inviteSubmissionSchema.safeParse(submission({}, { user: {} })).success).toBe(false);
    expect(inviteSubmissionSchema.safeParse(submission({}, { view: {} })).success).toBe(false);
  });

  it('is refused where it is the form of another app', () => {
    expect(inviteSubmissionSchema.safeParse(fixture).success).toBe(false);
  });
});

describe('a preview that was sent', () => {
  const body = previewBody({
    type: 'modal',
    title: { type: 'plain_text', text: 'Preview' },
    blocks: [],
    private_metadata: 'preview-1',
  });

  it('is read with the preview that is stored', () => {
    expect(previewSubmissionSchema.parse(body)).toEqual({
      userId: users.alice.id,
      previewId: 'preview-1',
      isAlone: false,
      reason: '',
    });
  });

  it('is alone where it is its own root', () => {
    const alone = replaced(body, 'view.root_view_id', body.view.id);
    expect(previewSubmissionSchema.parse(alone).isAlone).toBe(true);
  });

  it.each([null, undefined])('is not alone where its root is %s', (root) => {
    const unrooted = replaced(body, 'view.root_view_id', root);
    expect(previewSubmissionSchema.parse(unrooted).isAlone).toBe(false);
  });

  it.each(['user', 'user.id', 'view', 'view.id', 'view.private_metadata'])(
    'is refused without its %s',
    (path) => {
      for (const none of noIds) {
        expect(previewSubmissionSchema.safeParse(replaced(body, path, none)).success).toBe(false);
      }
    },
  );
});
