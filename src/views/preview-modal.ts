import type { KnownBlock, ModalView } from '@slack/types';
import type { Approvers } from '../domain/asking.ts';
import { countDomains } from '../domain/domains.ts';
import type { Invite, Invitee } from '../domain/invitation.ts';
import type { GroupCount, InputProblem, LeftOut } from '../domain/invite-input.ts';
import type { Member, Organization, Role } from '../domain/organization.ts';
import type { NotGiven } from '../domain/reasons.ts';
import { groupByRole, type RoleGroup } from '../domain/role-groups.ts';
import { actions, views } from '../ids.ts';
import { preview as limits } from '../limits.ts';
import { form, needsApproval, preview, problemMrkdwn, requests } from '../text/index.ts';
import { reasonField } from './fields.ts';
import { button, buttonRow, context, type Message, section, textMessage } from './message.ts';
import { formModal, readOnlyModal } from './modal.ts';
import { groupsInBrief } from './role-groups.ts';

/** What would happen if the form were sent, for the inviter to check. */
export type Preview = {
  organization: Organization;
  fresh: readonly Invite[];
  /** Those who are more than the inviter's quota, whose number is the limit. */
  overQuota?: { invitees: readonly Invitee[]; limit: number };
  /** Those that need approval, and from whom. */
  approvals: readonly { role: Role; invites: readonly Invite[]; why: NotGiven }[];
  approvers?: Approvers | undefined;
  /** Why they are to be invited, as far as it has been said. */
  reason?: string | undefined;
  members: readonly { invitee: Invitee; member: Member }[];
  pending: readonly { invitee: Invitee; member: Member }[];
  /** Whether the inviter may have this sent is decided when Piper answers again. */
  isUndecided?: boolean;
  /** False when Piper's member list could not be read, so that nobody is known to be a member. */
  isListRead: boolean;
  groups: readonly GroupCount[];
  leftOut: readonly LeftOut[];
  problems: readonly InputProblem[];
  /** Number of duplicates that were merged. */
  repeated: number;
};

/** `isAlone` where no form is behind it, as when a command has opened it. */
type Place = { isAlone?: boolean };

/** The preview, with a button that sends it unless there is nobody to invite. `previewId` is where it is stored. */
export function previewModal(
  previewId: string,
  content: Preview,
  { isAlone = false }: Place = {},
): ModalView {
  const { organization, fresh, approvals, isUndecided } = content;
  const others = textMessage(paragraphsOnOthers(content)).blocks;
  const asked = approvals.flatMap(({ invites }) => invites);
  if (fresh.length + asked.length === 0) {
    const nobody = content.overQuota ? preview.nobodyNow : preview.nobody(organization.name);
    return readOnly([section(nobody), ...others], { isAlone });
  }
  const groups = groupByRole(fresh);
  const brief = groupsInBrief(groups);
  const seeAll = { ...button(actions.previewAll, preview.seeAllPlain), value: `${previewId} 0` };
  const nothingYet = asked.length > 0 ? requests.nothingYet : preview.nothingYet;
  return formModal({
    callbackId: views.preview,
    title: fresh.length === 0 ? requests.askTitlePlain : preview.titlePlain,
    submit: submitPlain(fresh.length, asked.length),
    close: isAlone ? form.closePlain : preview.backPlain,
    metadata: previewId,
    blocks: [
      ...(fresh.length > 0
        ? textMessage(headlines(organization, fresh, groups, isUndecided)).blocks
        : []),
      ...brief.blocks,
      ...(brief.isWhole ? [] : [buttonRow([seeAll])]),
      ...(asked.length > 0 ? approvalBlocks(content, asked) : []),
      ...others,
      context([nothingYet, ...(isAlone ? [] : [preview.backLeads])].join(' ')),
    ],
  });
}

function submitPlain(fresh: number, asked: number): string {
  if (asked === 0) return preview.submitPlain(fresh);
  return fresh === 0 ? requests.askPlain : requests.sendAndAskPlain(fresh, asked);
}

/** Who needs approval, why, whose, and the question why they are to be invited. */
function approvalBlocks(
  { approvals, approvers, reason }: Preview,
  asked: readonly Invite[],
): KnownBlock[] {
  return [
    ...textMessage(
      approvals.map(({ role, invites, why }) => needsApproval(invites.length, role, why)),
    ).blocks,
    ...groupsInBrief(groupByRole(asked)).blocks,
    ...(approvers ? [section(requests.askedAre(approvers))] : []),
    reasonField(reason),
  ];
}

/** Shown until the preview is ready, which then replaces it by its `externalId`. */
export const previewWaitingModal = (
  externalId: string,
  { isAlone = false }: Place = {},
): ModalView & { external_id: string } => ({
  ...readOnlyModal(
    preview.titlePlain,
    [section(preview.waiting)],
    isAlone ? form.closePlain : preview.backPlain,
  ),
  external_id: externalId,
});

/** Why there is no preview. */
export const noPreviewModal = ({ blocks }: Message, place: Place = {}): ModalView =>
  readOnly(blocks, place);

/** With nothing to send, and so nothing to cancel. */
const readOnly = (blocks: Message['blocks'], { isAlone = false }: Place): ModalView =>
  readOnlyModal(preview.titlePlain, blocks, isAlone ? form.closeReadPlain : preview.backPlain);

function headlines(
  organization: Organization,
  fresh: readonly Invite[],
  groups: readonly RoleGroup[],
  isUndecided: boolean | undefined,
): string[] {
  const roles = groups.map(({ role, invitees }) => ({ name: role.name, count: invitees.length }));
  const domains = countDomains(fresh.map(({ invitee }) => invitee.address));
  return [
    preview.fresh(organization.name, roles, isUndecided),
    ...(fresh.length > limits.domainsAbove ? [preview.domains(domains)] : []),
  ];
}

function paragraphsOnOthers(content: Preview): string[] {
  const { overQuota, members, pending, groups, leftOut, problems, repeated } = content;
  const known = (list: Preview['members']) =>
    list.map(({ invitee, member }) => ({ invitee, roleName: member.roleName }));
  return [
    ...(content.isListRead ? [] : [preview.unread]),
    ...(content.isUndecided ? [preview.undecided] : []),
    ...(overQuota ? [preview.overQuota(overQuota)] : []),
    ...(groups.length > 0 ? [preview.groups(groups)] : []),
    ...(members.length > 0 ? [preview.members(known(members))] : []),
    ...(pending.length > 0 ? [preview.pending(known(pending))] : []),
    ...leftOut.map(preview.leftOut),
    ...problems.map(problemMrkdwn),
    ...(repeated > 0 ? [preview.repeated(repeated)] : []),
  ];
}
