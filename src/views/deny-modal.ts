import type { ModalView } from '@slack/types';
import type { InviteRequest } from '../domain/request.ts';
import { requestFields, views } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { requests as text } from '../text/index.ts';
import { section } from './message.ts';
import { formModal, input } from './modal.ts';
import { requestHeadline } from './request-messages.ts';

/** Asks whoever denies a request what to tell whoever asked. */
export const denyModal = (request: InviteRequest): ModalView =>
  formModal({
    callbackId: views.denyRequest,
    title: text.denyTitlePlain,
    submit: text.denyPlain,
    metadata: request.id,
    blocks: [
      section(requestHeadline(request)),
      input(requestFields.words, text.wordsPlain, {
        isOptional: true,
        hint: text.wordsHintPlain,
        element: {
          type: 'plain_text_input',
          action_id: requestFields.words,
          multiline: true,
          max_length: blockKit.noteCharacters,
        },
      }),
    ],
  });
