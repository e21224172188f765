import type { ModalView } from '@slack/types';
import type { GroupPage } from '../domain/role-groups.ts';
import { actions } from '../ids.ts';
import { preview as limits } from '../limits.ts';
import { preview as text } from '../text/index.ts';
import { button, buttonRow, context, type Message, section } from './message.ts';
import { readOnlyModal } from './modal.ts';
import { groupsOnPage } from './role-groups.ts';

/** A page of everybody in a preview, on top of it, with buttons to the others. `previewId` is where the preview is stored. */
export function previewPageModal(
  previewId: string,
  { parts, offset, total }: GroupPage,
): ModalView {
  const end = offset + parts.reduce((sum, { invitees }) => sum + invitees.length, 0);
  const to = (actionId: string, label: string, begin: number) => ({
    ...button(actionId, label),
    value: `${previewId} ${begin}`,
  });
  const buttons = [
    ...(offset > 0
      ? [to(actions.previewEarlier, text.earlierPlain, Math.max(0, offset - limits.pageSize))]
      : []),
    ...(end < total ? [to(actions.previewLater, text.laterPlain, end)] : []),
  ];
  return onTop([
    ...groupsOnPage(parts),
    context(text.page(offset + 1, end, total)),
    ...(buttons.length > 0 ? [buttonRow(buttons)] : []),
  ]);
}

/** Shown until the page is there. */
export const previewPageLoadingModal = (): ModalView => onTop([section(text.allWaiting)]);

/** Why there is no list. */
export const noPreviewPageModal = ({ blocks }: Message): ModalView => onTop(blocks);

const onTop = (blocks: Message['blocks']): ModalView =>
  readOnlyModal(text.allTitlePlain, blocks, text.backPlain);
