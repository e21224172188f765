import type { ModalView } from '@slack/types';
import type { TokenOrganization } from '../domain/token-permissions.ts';
import { commands, connectFields, views } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { connecting } from '../text/index.ts';
import { escapeText } from '../text/mrkdwn.ts';
import { section } from './message.ts';
import { formModal, input, plain, readOnlyModal } from './modal.ts';
import { option } from './role-select.ts';

/** Asks for the platform token; `isRenewal` when the workspace is already connected. */
export const connectModal = (data: { isRenewal: boolean }): ModalView =>
  formModal({
    callbackId: views.connect,
    title: connecting.titlePlain,
    submit: connecting.continuePlain,
    metadata: '',
    blocks: [
      section(connecting.intro(data.isRenewal)),
      input(connectFields.token, connecting.tokenPlain, {
        hint: connecting.tokenHintPlain,
        element: {
          type: 'plain_text_input',
          action_id: connectFields.token,
          max_length: blockKit.tokenCharacters,
          placeholder: plain(connecting.tokenPlaceholderPlain),
        },
      }),
    ],
  });

/** Asks which of the token's organizations to connect, and says why others are not offered. */
export function organizationModal(data: {
  pendingId: string;
  usable: readonly TokenOrganization[];
  unusable: readonly TokenOrganization[];
}): ModalView {
  const { pendingId, usable, unusable } = data;
  const more = usable.length - blockKit.selectOptions;
  return formModal({
    callbackId: views.organization,
    title: connecting.titlePlain,
    submit: connecting.continuePlain,
    metadata: pendingId,
    blocks: [
      section(connecting.chooseOrganization),
      input(connectFields.organization, connecting.organizationPlain, {
        element: {
          type: 'static_select',
          action_id: connectFields.organization,
          options: usable
            .slice(0, blockKit.selectOptions)
            .map(({ id, name, roleName }) =>
              option(id, name, connecting.organizationRolePlain(roleName)),
            ),
        },
      }),
      ...(more > 0 ? [section(connecting.moreOrganizations(more))] : []),
      ...(unusable.length > 0 ? [section(connecting.unusable(unusable))] : []),
    ],
  });
}

/** Shown while Piper checks a token. */
export const checkingModal = (): ModalView =>
  readOnlyModal(connecting.titlePlain, [section(connecting.checking)]);

/** Shown until a form, or its result, is ready. */
export const waitingModal = (title: string): ModalView =>
  readOnlyModal(title, [section(connecting.loading)]);

/** Why a token cannot be used, when it is too late for an error under its field. */
export const tokenProblemModal = (problem: string): ModalView =>
  readOnlyModal(connecting.titlePlain, [
    section(escapeText(problem)),
    section(connecting.tooLate(commands.invite)),
  ]);
