import { describe, expect, it } from 'vitest';
import {
  askAgainSchema,
  batchButtonSchema,
  buttonSchema,
  modalPageButtonSchema,
  pageButtonSchema,
  requestButtonSchema,
  roleButtonSchema,
} from '../../../src/listeners/payloads/buttons.ts';
import { pressed } from '../../helpers/payloads.ts';
import { noIds, replaced } from '../../helpers/replaced.ts';
import { users } from '../../helpers/slack.ts';

const responseUrl = 'https://hooks.slack.com/actions/T0ACME/1/secret';
const button = (value: string) => ({ type: 'button', action_id: 'x', value });
const inMessage = (value: string) => pressed(button(value));
const inModal = (value: string) => pressed(button(value), { isInModal: true });

/** Positions, offsets: none of them is a number of things. */
const noNumbers = [
  '',
  ' ',
  '0x10',
  '1e3',
  '+1',
  '1\n',
  'a1',
  '1a',
  '-1',
  '1.5',
  'x',
  '1 2',
  'NaN',
  'Infinity',
  '1e999',
  '9007199254740993',
];

describe('a button that opens a form', () => {
  it('is read from a message', () => {
    const body = inMessage('x');
    expect(buttonSchema.parse(body)).toEqual({
      userId: users.alice.id,
      triggerId: body.trigger_id,
      responseUrl,
      isInModal: false,
    });
  });

  it('is read from a modal, which has no response URL', () => {
    expect(buttonSchema.parse(inModal('x'))).toMatchObject({
      userId: users.alice.id,
      responseUrl: undefined,
      isInModal: true,
    });
  });

  it.each(['user', 'user.id', 'trigger_id'])('is refused without its %s', (path) => {
    for (const none of noIds) {
      expect(buttonSchema.safeParse(replaced(inMessage('x'), path, none)).success).toBe(false);
    }
  });

  it('is refused with a view without an ID', () => {
    for (const none of noIds) {
      const nameless = replaced(inModal('x'), 'view.id', none);
      expect(buttonSchema.safeParse(nameless).success).toBe(false);
    }
  });
});

describe('a button about a batch', () => {
  it('is read with the batch that its value names', () => {
    expect(batchButtonSchema.parse(inMessage('batch-1'))).toEqual({
      userId: users.alice.id,
      responseUrl,
      channel: 'C0GENERAL',
      isPrivate: false,
      batchId: 'batch-1',
    });
  });

  it('is private in a message that only one person can see', () => {
    const body = pressed(button('batch-1'), { isPrivate: true });
    expect(batchButtonSchema.parse(body).isPrivate).toBe(true);
  });

  it.each(['container', 'container.is_ephemeral'])('is public where no %s is told', (path) => {
    const body = pressed(button('batch-1'), { isPrivate: true });
    expect(batchButtonSchema.parse(replaced(body, path, undefined)).isPrivate).toBe(false);
  });

  it('need have no response URL', () => {
    const body = replaced(inMessage('batch-1'), 'response_url', undefined);
    expect(batchButtonSchema.parse(body)).toMatchObject({
      responseUrl: undefined,
      batchId: 'batch-1',
    });
  });

  it.each(['user', 'user.id', 'actions.0.value', 'actions.0'])(
    'is refused without its %s',
    (path) => {
      for (const none of noIds) {
        const body = replaced(inMessage('batch-1'), path, none);
        expect(batchButtonSchema.safeParse(body).success).toBe(false);
      }
    },
  );

  it('is refused where not one was pressed, but none or several', () => {
    const body = inMessage('batch-1');
    for (const actions of [undefined, [], [...body.actions, ...body.actions]]) {
      expect(batchButtonSchema.safeParse(replaced(body, 'actions', actions)).success).toBe(false);
    }
  });
});

describe('a button to another page of a list', () => {
  it.each([
    ['0', 0],
    ['20', 20],
  ])('is read with the offset that its value is: %s', (value, offset) => {
    expect(pageButtonSchema.parse(inMessage(value))).toEqual({
      userId: users.alice.id,
      responseUrl,
      offset,
    });
  });

  it.each(noNumbers)('is refused with %j for an offset', (value) => {
    expect(pageButtonSchema.safeParse(inMessage(value)).success).toBe(false);
  });

  it('is refused with an offset that is no text', () => {
    for (const value of [undefined, null, 20, true, [], ['20'], {}]) {
      const body = replaced(inMessage('20'), 'actions.0.value', value);
      expect(pageButtonSchema.safeParse(body).success).toBe(false);
    }
  });

  it.each(['user', 'user.id'])('is refused without its %s', (path) => {
    for (const none of noIds) {
      expect(pageButtonSchema.safeParse(replaced(inMessage('20'), path, none)).success).toBe(false);
    }
  });

  it('is refused where not one button was pressed, but none or several', () => {
    const body = inMessage('20');
    for (const actions of [undefined, [], [{}], [...body.actions, ...body.actions]]) {
      expect(pageButtonSchema.safeParse(replaced(body, 'actions', actions)).success).toBe(false);
    }
  });
});

describe('a button about one entry of a batch', () => {
  it('is read with the batch and the position in it', () => {
    const body = inMessage('batch-1 3');
    expect(roleButtonSchema.parse(body)).toEqual({
      opener: { userId: users.alice.id, triggerId: body.trigger_id, responseUrl },
      batchId: 'batch-1',
      position: 3,
    });
  });

  it('need have no response URL', () => {
    const body = replaced(inMessage('batch-1 0'), 'response_url', undefined);
    expect(roleButtonSchema.parse(body)).toMatchObject({
      opener: { responseUrl: undefined },
      position: 0,
    });
  });

  it.each([
    '',
    'batch-1',
    '3',
    ' 3',
    'batch-1 3 4',
    ...noNumbers.map((value) => `batch-1 ${value}`),
  ])('is refused with %j for a value', (value) => {
    expect(roleButtonSchema.safeParse(inMessage(value)).success).toBe(false);
  });

  it.each(['user', 'user.id', 'trigger_id', 'actions.0.value', 'actions.0'])(
    'is refused without its %s',
    (path) => {
      for (const none of noIds) {
        const body = replaced(inMessage('batch-1 3'), path, none);
        expect(roleButtonSchema.safeParse(body).success).toBe(false);
      }
    },
  );

  it('is refused where not one was pressed, but none or several', () => {
    const body = inMessage('batch-1 3');
    for (const actions of [undefined, [], [...body.actions, ...body.actions]]) {
      expect(roleButtonSchema.safeParse(replaced(body, 'actions', actions)).success).toBe(false);
    }
  });
});

describe('a button to another page of a preview', () => {
  it('is read with the preview, the offset of the page, and where it is shown', () => {
    const body = inModal('preview-1 40');
    expect(modalPageButtonSchema.parse(body)).toEqual({
      userId: users.alice.id,
      triggerId: body.trigger_id,
      viewId: 'V0FORM',
      listId: 'preview-1',
      offset: 40,
    });
  });

  it.each(['', 'preview-1', ' 40', 'preview-1 40 1', ...noNumbers.map((value) => `p ${value}`)])(
    'is refused with %j for a value',
    (value) => {
      expect(modalPageButtonSchema.safeParse(inModal(value)).success).toBe(false);
    },
  );

  it.each(['user', 'user.id', 'trigger_id', 'view', 'view.id', 'actions.0.value', 'actions.0'])(
    'is refused without its %s',
    (path) => {
      for (const none of noIds) {
        const body = replaced(inModal('preview-1 40'), path, none);
        expect(modalPageButtonSchema.safeParse(body).success).toBe(false);
      }
    },
  );

  it('is refused in a message, and where not one was pressed, but none or several', () => {
    expect(modalPageButtonSchema.safeParse(inMessage('preview-1 40')).success).toBe(false);
    const body = inModal('preview-1 40');
    for (const actions of [undefined, [], [...body.actions, ...body.actions]]) {
      const hostile = replaced(body, 'actions', actions);
      expect(modalPageButtonSchema.safeParse(hostile).success).toBe(false);
    }
  });
});

describe('a button about a request', () => {
  it('is read with the request, and what was seen of it', () => {
    const body = inMessage('r1 3');
    expect(requestButtonSchema.parse(body)).toEqual({
      userId: users.alice.id,
      triggerId: body.trigger_id,
      responseUrl,
      isInModal: false,
      home: undefined,
      modalId: undefined,
      requestId: 'r1',
      revision: 3,
    });
  });

  it('is known by where it was pressed: in the list, or on App Home', () => {
    const { home, modalId, isInModal } = requestButtonSchema.parse(inModal('r1 3'));
    expect([home, modalId, isInModal]).toEqual([undefined, 'V0FORM', true]);
    const on = { type: 'home', id: 'V0HOME', hash: 'h1', private_metadata: 'i1 7' };
    expect(requestButtonSchema.parse(replaced(inModal('r1 3'), 'view', on))).toMatchObject({
      home: { hash: 'h1', page: { id: 'i1', at: 7 } },
      modalId: undefined,
      isInModal: false,
    });
  });

  it.each(['', 'r1', ' 3', 'r1 3 1', ...noNumbers.map((value) => `r1 ${value}`)])(
    'is refused with %j for a value',
    (value) => {
      expect(requestButtonSchema.safeParse(inMessage(value)).success).toBe(false);
    },
  );

  it.each(['user', 'user.id', 'trigger_id', 'actions.0.value', 'actions.0'])(
    'is refused without its %s',
    (path) => {
      for (const none of noIds) {
        const body = replaced(inMessage('r1 3'), path, none);
        expect(requestButtonSchema.safeParse(body).success).toBe(false);
      }
    },
  );

  it('is refused where not one was pressed, but none or several', () => {
    const body = inMessage('r1 3');
    for (const actions of [undefined, [], [...body.actions, ...body.actions]]) {
      expect(requestButtonSchema.safeParse(replaced(body, 'actions', actions)).success).toBe(false);
    }
  });
});

it('a button that asks for former invites says where they are, and what was typed as the reason', () => {
  const pressedIn = (value: string) => askAgainSchema.parse(inMessage(value));
  expect(pressedIn('preview p1 Ada joins  us')).toMatchObject({
    userId: users.alice.id,
    isInModal: false,
    kind: 'preview',
    id: 'p1',
    reason: 'Ada joins  us',
  });
  expect(pressedIn('batch b1')).toMatchObject({ kind: 'batch', id: 'b1', reason: '' });
  expect(askAgainSchema.parse(inModal('request r1'))).toMatchObject({ isInModal: true });
  for (const value of ['', 'batch', 'other b1', 'batch ']) {
    expect(askAgainSchema.safeParse(inMessage(value)).success).toBe(false);
  }
});
