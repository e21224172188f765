import type { ModalView } from '@slack/types';
import type { Connection } from '../domain/connection.ts';
import { views } from '../ids.ts';
import { connecting } from '../text/index.ts';
import { section } from './message.ts';
import { formModal } from './modal.ts';

/** Asks for confirmation before the workspace is disconnected, and says what that means, also for the invites that wait. */
export const disconnectModal = (
  { id, organization, scope }: Connection,
  waiting: number,
): ModalView =>
  formModal({
    callbackId: views.disconnect,
    title: connecting.disconnectTitlePlain,
    submit: connecting.disconnectPlain,
    metadata: id,
    blocks: [
      section(connecting.disconnectQuestion(organization.name)),
      ...(waiting > 0 ? [section(connecting.stillWaiting(waiting))] : []),
      ...('enterpriseId' in scope ? [section(connecting.enterpriseWide)] : []),
    ],
  });
