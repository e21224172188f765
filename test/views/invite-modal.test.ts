import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { inviteModal, loadingModal } from '../../src/views/invite-modal.ts';
import { textMessage } from '../../src/views/message.ts';
import { messageModal } from '../../src/views/modal.ts';
import { acme, editor, numberedRoles, viewer } from '../helpers/builders.ts';

const nobody = { userIds: [], addresses: [] };
const everyForm = (count: number) =>
  inviteModal({ organization: acme, roles: numberedRoles(count), prefill: nobody });

const plain = (text: string) => ({ type: 'plain_text', text });

describe('the form', () => {
  it('asks for people, addresses and role first, then for the conversation and a note', () => {
    const form = inviteModal({
      organization: acme,
      roles: [editor, viewer],
      prefill: nobody,
      channel: 'C1',
    });
    expect(form).toEqual({
      type: 'modal',
      callback_id: 'invite',
      private_metadata: 'org-1',
      title: plain('Invite to Piper'),
      submit: plain('Invite'),
      close: plain('Cancel'),
      blocks: [
        {
          type: 'section',
          text: { type: 'mrkdwn', text: 'Inviting to *Acme Robotics*', verbatim: true },
        },
        {
          type: 'input',
          block_id: 'people',
          label: plain('People in Slack'),
          hint: plain('Their invite goes to the e-mail address in their Slack profile.'),
          optional: true,
          element: {
            type: 'multi_users_select',
            action_id: 'people',
            placeholder: plain('Choose people'),
            max_selected_items: 500,
          },
        },
        {
          type: 'input',
          block_id: 'addresses',
          label: plain('E-mail addresses'),
          hint: plain('One or many, separated by commas, spaces or new lines.'),
          optional: true,
          element: {
            type: 'plain_text_input',
            action_id: 'addresses',
            multiline: true,
            max_length: 3000,
            placeholder: plain('ada@example.com, grace@example.com'),
          },
        },
        {
          type: 'input',
          block_id: 'role',
          label: plain('Role'),
          element: {
            type: 'static_select',
            action_id: 'role',
            placeholder: plain('Choose a role'),
            options: [
              { value: 'role-editor', text: plain('Editor') },
              { value: 'role-viewer', text: plain('Viewer') },
            ],
          },
        },
        {
          type: 'input',
          block_id: 'channel',
          label: plain('Confirm in'),
          hint: plain('Everybody in this conversation sees who was invited, and as what.'),
          element: {
            type: 'conversations_select',
            action_id: 'channel',
            default_to_current_conversation: true,
            response_url_enabled: true,
            initial_conversation: 'C1',
          },
        },
        {
          type: 'input',
          block_id: 'only_me',
          label: plain('Only me'),
          optional: true,
          element: {
            type: 'checkboxes',
            action_id: 'only_me',
            options: [{ value: 'yes', text: plain('Confirm to me alone, in a direct message') }],
          },
        },
        {
          type: 'input',
          block_id: 'note',
          label: plain('Note'),
          hint: plain('Shown with the confirmation in Slack. Piper does not send it.'),
          optional: true,
          element: {
            type: 'plain_text_input',
            action_id: 'note',
            multiline: true,
            max_length: 500,
          },
        },
      ],
    });
  });

  it('says "Invite" where that is what it does, and "Continue" where more is shown first', () => {
    const submitOf = (count: number, isAsking = false) => {
      const addresses = Array.from({ length: count }, (_, at) => `p${at}@example.com`);
      const prefill = { userIds: [], addresses };
      return inviteModal({ organization: acme, roles: [editor], prefill, isAsking }).submit?.text;
    };
    expect([0, 1, 2].map((count) => submitOf(count))).toEqual(['Invite', 'Invite', 'Continue']);
    expect([0, 1, 2].map((count) => submitOf(count, true))).toEqual(Array(3).fill('Continue'));
  });

  it('asks whoever has to ask why, right after the role', () => {
    const { blocks } = inviteModal({
      organization: acme,
      roles: [editor],
      prefill: nobody,
      isAsking: true,
    });
    const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
    expect(ids).toEqual(['people', 'addresses', 'role', 'reason', 'channel', 'only_me', 'note']);
  });

  it('has people filled in who were named, each in the field of their kind', () => {
    const { blocks } = inviteModal({
      organization: acme,
      roles: [editor],
      prefill: { userIds: ['U1', 'U2'], addresses: ['ada@example.com', 'grace@example.com'] },
    });
    expect(blocks).toContainEqual(
      expect.objectContaining({
        block_id: 'people',
        element: expect.objectContaining({ initial_users: ['U1', 'U2'] }),
      }),
    );
    expect(blocks).toContainEqual(
      expect.objectContaining({
        block_id: 'addresses',
        element: expect.objectContaining({
          initial_value: 'ada@example.com\ngrace@example.com',
        }),
      }),
    );
  });

  it('leaves out what would be empty, since Slack refuses it', () => {
    const json = JSON.stringify(everyForm(1));
    expect(json).not.toMatch(/initial_users|initial_value|initial_conversation|null|undefined/);
  });

  it("shows the organization's name as it is", () => {
    const { blocks } = inviteModal({
      organization: { id: 'x', name: 'R&D <!channel> *x*' },
      roles: [editor],
      prefill: nobody,
    });
    expect(blocks[0]).toEqual({
      type: 'section',
      text: { type: 'mrkdwn', text: 'Inviting to *R&amp;D &lt;!channel&gt; ∗x∗*', verbatim: true },
    });
  });

  it.each([1, 2, 100, 101, 500])("keeps within Slack's limits with %d roles", (count) => {
    expectModalLimits(everyForm(count));
    expect(JSON.stringify(everyForm(count)).length).toBeLessThan(250_000);
  });
});

describe('a modal that only says something', () => {
  it('says that the roles are being read', () => {
    expect(loadingModal()).toEqual({
      type: 'modal',
      title: plain('Invite to Piper'),
      close: plain('Close'),
      blocks: [
        {
          type: 'section',
          text: { type: 'mrkdwn', text: 'Reading the roles from Piper…', verbatim: true },
        },
      ],
    });
    expectModalLimits(loadingModal());
  });

  it('says what a message says, and offers nothing to send', () => {
    expect(messageModal(textMessage(['One.', 'Two.'], '7f3k2q'))).toEqual({
      type: 'modal',
      title: plain('Invite to Piper'),
      close: plain('Close'),
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: 'One.', verbatim: true } },
        { type: 'section', text: { type: 'mrkdwn', text: 'Two.', verbatim: true } },
        { type: 'context', elements: [{ type: 'mrkdwn', text: 'ref 7f3k2q', verbatim: true }] },
      ],
    });
  });
});

/** https://docs.slack.dev/surfaces/modals and https://docs.slack.dev/reference/block-kit/blocks/input-block */
function expectModalLimits({ title, submit, close, blocks }: ModalView): void {
  for (const text of [title, submit, close]) {
    expect(text?.text.length ?? 0).toBeLessThanOrEqual(24);
  }
  expect(blocks.length).toBeLessThanOrEqual(100);
  for (const block of blocks as KnownBlock[]) {
    if (block.type !== 'input') continue;
    expect(block.label.text.length).toBeLessThanOrEqual(2_000);
    expect(block.hint?.text.length ?? 0).toBeLessThanOrEqual(2_000);
    if ('placeholder' in block.element) {
      expect(block.element.placeholder?.text.length ?? 0).toBeLessThanOrEqual(150);
    }
    if (block.element.type === 'static_select') {
      expect(block.element.options?.length).toBeGreaterThanOrEqual(1);
      expect(block.element.options?.length).toBeLessThanOrEqual(100);
    }
  }
}
