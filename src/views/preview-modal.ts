import type { ModalView } from '@slack/types';
import type { Invite, Invitee } from '../domain/invitation.ts';
import type { GroupCount, InputProblem, LeftOut } from '../domain/invite-input.ts';
import type { Member, Organization } from '../domain/organization.ts';
import { views } from '../ids.ts';
import { preview, problemMrkdwn } from '../text/index.ts';
import { context, type Message, section, sentences } from './message.ts';
import { formModal, plain, readOnlyModal } from './modal.ts';

/** What somebody sees before many invites are sent. */
export type Preview = {
  organization: Organization;
  fresh: readonly Invite[];
  members: readonly { invitee: Invitee; member: Member }[];
  pending: readonly { invitee: Invitee; member: Member }[];
  /** Whether Piper's member list could be read. */
  isListRead: boolean;
  groups: readonly GroupCount[];
  leftOut: readonly LeftOut[];
  problems: readonly InputProblem[];
  /** How often somebody was named again. */
  repeated: number;
};

/** The preview, with a button to send it where there is anybody to invite. `previewId` names what is sent. */
export function previewModal(previewId: string, shown: Preview): ModalView {
  const { blocks } = sentences(paragraphs(shown));
  const { length } = shown.fresh;
  if (length === 0) return onTop(blocks);
  return formModal({
    callbackId: views.preview,
    title: preview.titlePlain,
    submit: preview.submitPlain(length),
    close: preview.backPlain,
    metadata: previewId,
    blocks: [...blocks, context(preview.nothingYet)],
  });
}

/** What shows until the preview is there; `externalId` is how it is found again. */
export const previewWaitingModal = (externalId: string): ModalView & { external_id: string } => ({
  ...onTop([section(preview.waiting)]),
  external_id: externalId,
});

/** Why there is no preview, on top of the form. */
export const noPreviewModal = ({ blocks }: Message): ModalView => onTop(blocks);

const onTop = (blocks: Message['blocks']): ModalView => ({
  ...readOnlyModal(preview.titlePlain, blocks),
  close: plain(preview.backPlain),
});

function paragraphs(shown: Preview): string[] {
  const { organization, fresh, members, pending, groups, leftOut, problems, repeated } = shown;
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
    ...(shown.isListRead ? [] : [preview.unread]),
    ...(groups.length > 0 ? [preview.groups(groups)] : []),
    ...(members.length > 0 ? [preview.members(known(members))] : []),
    ...(pending.length > 0 ? [preview.pending(known(pending))] : []),
    ...leftOut.map(preview.leftOut),
    ...problems.map(problemMrkdwn),
    ...(repeated > 0 ? [preview.repeated(repeated)] : []),
  ];
}
