import * as z from 'zod';
import { askingFields, requestFields } from '../../ids.ts';
import {
  choice,
  choices,
  formSchema,
  optionalChoice,
  optionalConversation,
  text,
  users,
} from './form.ts';
import { id } from './id.ts';
import { numbered, wholeNumber } from './number.ts';

/** Which connection a form is about, and a digest of what it shows. */
const targetSchema = z.object({ connectionId: id, version: z.string() });

/** The form that denies a request; its metadata is the request's id and the revision that was shown. */
export const denialSchema = formSchema({ [requestFields.words]: text }).transform(
  ({ userId, metadata, values }) => {
    const [requestId, revision] = numbered.parse(metadata);
    return { userId, requestId, revision, words: values.words.trim() || undefined };
  },
);

/** The form that changes a request; its metadata is the request's id and the revision that was shown. */
export const changeSchema = formSchema({
  [requestFields.role]: optionalChoice(id).optional(),
  [requestFields.leaveOut]: choices.optional(),
  [requestFields.words]: text,
}).transform(({ userId, metadata, values }) => {
  const [requestId, revision] = numbered.parse(metadata);
  return {
    userId,
    requestId,
    revision,
    roleId: values.request_role,
    /** Places in the request. */
    leftOut: values.leave_out ?? [],
    words: values.words.trim() || undefined,
  };
});

/** The form that says who may ask, and who decides. */
export const askingSchema = formSchema({
  [askingFields.isOn]: choices,
  [askingFields.users]: users,
  [askingFields.userGroups]: choices.optional(),
  [askingFields.channel]: optionalConversation,
  [askingFields.quiet]: users,
  [askingFields.twoApprovals]: choices.optional(),
  [askingFields.beyond]: choices.optional(),
  [askingFields.expire]: choice(wholeNumber),
  [askingFields.self]: choices,
}).transform(({ userId, metadata, values }) => ({
  userId,
  target: targetSchema.parse(JSON.parse(metadata)),
  isOn: values.asking_on.length > 0,
  userIds: values.approvers,
  userGroupIds: values.approver_groups,
  channel: values.approvers_channel,
  quietUserIds: values.quiet_approvers,
  twoApprovals: values.two_approvals,
  beyondOwnRole: values.approve_beyond_own_role,
  expireAfterDays: values.expire_after,
  selfApproval: values.self_approval.length > 0,
}));
export type AskingInput = z.infer<typeof askingSchema>;
