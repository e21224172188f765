import type { ModalView } from '@slack/types';
import type { InviteRequest } from '../domain/request.ts';
import { views } from '../ids.ts';
import { requests as text } from '../text/index.ts';
import { wordsField } from './fields.ts';
import { section } from './message.ts';
import { formModal } from './modal.ts';
import { requestHeadline } from './request-messages.ts';

/** Asks whoever denies a request what to tell whoever asked. */
export const denyModal = (request: InviteRequest): ModalView =>
  formModal({
    callbackId: views.denyRequest,
    title: text.denyTitlePlain,
    submit: text.denyPlain,
    metadata: `${request.id} ${request.revision}`,
    blocks: [section(requestHeadline(request)), wordsField()],
  });
