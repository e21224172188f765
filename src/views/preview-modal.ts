import type { ModalView } from '@slack/types';
import type { Invite, Invitee } from '../domain/invitation.ts';
import type { GroupCount, InputProblem, LeftOut } from '../domain/invite-input.ts';
import type { Member, Organization } from '../domain/organization.ts';
import { views } from '../ids.ts';
import { preview, problemMrkdwn } from '../text/index.ts';
import { context, type Message, section, textMessage } from './message.ts';
import { formModal, readOnlyModal } from './modal.ts';

/** What would happen if the form were sent, for the inviter to check. */
export type Preview = {
  organization: Organization;
  fresh: readonly Invite[];
  members: readonly { invitee: Invitee; member: Member }[];
  pending: readonly { invitee: Invitee; member: Member }[];
  /** False when Piper's member list could not be read, so that nobody is known to be a member. */
  isListRead: boolean;
  groups: readonly GroupCount[];
  leftOut: readonly LeftOut[];
  problems: readonly InputProblem[];
  /** Number of duplicates that were merged. */
  repeated: number;
};

/** The preview, with a button that sends it unless there is nobody to invite. `previewId` is where it is stored. */
export function previewModal(previewId: string, content: Preview): ModalView {
  const { blocks } = textMessage(paragraphs(content));
  const { length } = content.fresh;
  if (length === 0) return modalWithBack(blocks);
  return formModal({
    callbackId: views.preview,
    title: preview.titlePlain,
    submit: preview.submitPlain(length),
    close: preview.backPlain,
    metadata: previewId,
    blocks: [...blocks, context(preview.nothingYet)],
  });
}

/** Shown until the preview is ready, which then replaces it by its `externalId`. */
export const previewWaitingModal = (externalId: string): ModalView & { external_id: string } => ({
  ...modalWithBack([section(preview.waiting)]),
  external_id: externalId,
});

/** Why there is no preview. */
export const noPreviewModal = ({ blocks }: Message): ModalView => modalWithBack(blocks);

const modalWithBack = (blocks: Message['blocks']): ModalView =>
  readOnlyModal(preview.titlePlain, blocks, preview.backPlain);

function paragraphs(content: Preview): string[] {
  const { organization, fresh, members, pending, groups, leftOut, problems, repeated } = content;
  const known = (list: Preview['members']) =>
    list.map(({ invitee, member }) => ({ invitee, roleName: member.roleName }));
  return [
    fresh.length > 0
      ? preview.fresh(
          organization.name,
          fresh.map(({ invitee }) => invitee),
          fresh.map(({ role }) => role.name),
        )
      : preview.nobody(organization.name),
    ...(content.isListRead ? [] : [preview.unread]),
    ...(groups.length > 0 ? [preview.groups(groups)] : []),
    ...(members.length > 0 ? [preview.members(known(members))] : []),
    ...(pending.length > 0 ? [preview.pending(known(pending))] : []),
    ...leftOut.map(preview.leftOut),
    ...problems.map(problemMrkdwn),
    ...(repeated > 0 ? [preview.repeated(repeated)] : []),
  ];
}
