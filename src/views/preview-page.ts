import type { ModalView } from '@slack/types';
import type { GroupPage } from '../domain/role-groups.ts';
import { actions } from '../ids.ts';
import { preview as text } from '../text/index.ts';
import { type Message, section } from './message.ts';
import { readOnlyModal } from './modal.ts';
import { pageFooter } from './page-footer.ts';
import { groupsOnPage } from './role-groups.ts';

/** A page of everybody in a preview, on top of it, with buttons to the others. `previewId` is where the preview is stored. */
export function previewPageModal(
  previewId: string,
  { parts, offset, total }: GroupPage,
): ModalView {
  const count = parts.reduce((sum, { invitees }) => sum + invitees.length, 0);
  const turns = { earlier: actions.previewEarlier, later: actions.previewLater };
  return onTop([
    ...groupsOnPage(parts),
    ...pageFooter({ id: previewId, offset, count, total }, turns),
  ]);
}

/** Shown until the page is there. */
export const previewPageLoadingModal = (): ModalView => onTop([section(text.allWaiting)]);

/** Why there is no list. */
export const noPreviewPageModal = ({ blocks }: Message): ModalView => onTop(blocks);

const onTop = (blocks: Message['blocks']): ModalView =>
  readOnlyModal(text.allTitlePlain, blocks, text.backPlain);
