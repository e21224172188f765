import type { ModalView } from '@slack/types';
import type { BatchReport } from '../domain/invitation.ts';
import { actions } from '../ids.ts';
import { preview as limits } from '../limits.ts';
import { confirmation as text } from '../text/index.ts';
import { resultsOf } from './invite-confirmation.ts';
import { type Message, row } from './message.ts';
import { messageModal, readOnlyModal } from './modal.ts';
import { pageFooter } from './page-footer.ts';
import { personMenu } from './person-menu.ts';

/**
 * A page of everybody whom a batch invited, of whom its confirmation names the first; `offset` counts them from 0. Beside each is
 * how they stand and, for those who change roles, another role.
 */
export function invitedPageModal(
  report: BatchReport,
  offset: number,
  changesRoles: boolean,
): ModalView {
  const { id } = report.batch;
  const invited = resultsOf(report, 'invited');
  const page = invited.slice(offset, offset + limits.pageSize);
  const turns = { earlier: actions.invitedEarlier, later: actions.invitedLater };
  return readOnlyModal(text.everybody.titlePlain, [
    ...page.map((person) => {
      const roleName = report.entries[person.position]?.roleChange?.roleName ?? person.roleName;
      const words = text.everybody.line({ ...person, roleName });
      const offersRole = changesRoles && person.status.kind !== 'removed';
      return row(words, personMenu(`${id} ${person.position}`, offersRole));
    }),
    ...pageFooter({ id, offset, count: page.length, total: invited.length }, turns),
  ]);
}

/** Why there is no list. */
export const noInvitedPage = (message: Message): ModalView =>
  messageModal(message, text.everybody.titlePlain);
