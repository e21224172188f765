import type { ModalView } from '@slack/types';
import type { TokenOrganization } from '../domain/token-permissions.ts';
import { commands, connectFields, views } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { connecting } from '../text/index.ts';
import { escapeText } from '../text/mrkdwn.ts';
import { section } from './message.ts';
import { formModal, input, plain, readOnlyModal } from './modal.ts';
import { option } from './role-select.ts';

/** Takes the platform token; `isRenewal` where the workspace is connected already. */
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

/** Lets one of the token's organizations be chosen; those in which it may do too little are named, and why. */
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

/** What shows while Piper is asked about a token. */
export const checkingModal = (): ModalView =>
  readOnlyModal(connecting.titlePlain, [section(connecting.checking)]);

/** What shows until a form is there, or what became of one. */
export const waitingModal = (title: string): ModalView =>
  readOnlyModal(title, [section(connecting.loading)]);

/** Why a token cannot be used, told too late for its field. */
export const tokenProblemModal = (problem: string): ModalView =>
  readOnlyModal(connecting.titlePlain, [
    section(escapeText(problem)),
    section(connecting.tooLate(commands.invite)),
  ]);
