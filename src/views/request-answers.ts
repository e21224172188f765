import type { NotDecided } from '../domain/request.ts';
import { requests as text } from '../text/index.ts';
import { type Message, textMessage } from './message.ts';
import { stateWords } from './request-messages.ts';

/** What an approval led to, for whoever gave it. */
export const decidedMessage = ({
  kind,
  lapsed,
}: {
  kind: 'approved' | 'counted';
  lapsed: readonly string[];
}): Message =>
  textMessage([
    kind === 'counted' && lapsed.length > 0
      ? text.pressed.countedAlone(lapsed)
      : text.pressed[kind],
  ]);

/** Why nothing was decided, for whoever pressed a button. */
export function notDecidedMessage(problem: NotDecided, reference: string | undefined): Message {
  switch (problem.kind) {
    case 'gone':
      return textMessage([text.gone]);
    case 'ended':
      return textMessage([text.late(stateWords(problem.request))]);
    case 'may_not':
      return textMessage([text.mayNot(problem.why, problem.asking?.approvers)]);
    case 'above':
      return textMessage([text.above(problem.role, problem.reason)]);
    case 'unread':
      return textMessage([text.unread], reference);
    case 'groups_unread':
      return textMessage([text.groupsUnread(problem.userGroupIds)], reference);
    case 'approver_unread':
      return textMessage([text.approverUnread(problem.userId)], reference);
    case 'requester_unread':
      return textMessage([text.requesterUnread], reference);
    case 'nobody_left':
      return textMessage([text.nobodyLeft]);
    case 'changed':
      return textMessage([text.changedMeanwhile]);
    case 'too_many':
      return textMessage([
        text.tooManyOpen(problem.tooMany.kind === 'open' ? problem.tooMany.open : 0),
      ]);
  }
}
