import * as z from 'zod';
import type { PiperFailure } from '../domain/failures.ts';
import type { InvitationState, Outcome, RoleChange } from '../domain/invitation.ts';
import type { Member } from '../domain/organization.ts';
import type { NotGiven, Reason } from '../domain/reasons.ts';
import { jsonText } from './json-text.ts';
import { flag, optionalInt, optionalText } from './rows.ts';

const memberSchema = z.object({
  userId: z.string(),
  address: z.string().exactOptional(),
  roleId: z.string(),
  roleName: z.string().exactOptional(),
  status: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pending'), since: z.number().exactOptional() }),
    z.object({ kind: z.literal('joined'), at: z.number().exactOptional() }),
    z.object({ kind: z.literal('other'), word: z.string() }),
    z.object({ kind: z.literal('unstated') }),
  ]),
  since: z.number().exactOptional(),
}) satisfies z.ZodType<Member>;

const detail = z.string().exactOptional();
const contact = z.enum(['not_sent', 'broken_off', 'timed_out']);
const retryAfter = z.number().exactOptional();
const who = z.enum(['slack', 'product']).exactOptional();
const unmatched = z.enum([
  'none',
  'several',
  'not_joined',
  'unconfirmed',
  'no_address',
  'link_stale',
]);
const reasonSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('never'),
    why: z.enum(['bot', 'deactivated', 'external', 'guest']),
  }),
  z.object({ kind: z.literal('unidentified') }),
  z.object({ kind: z.literal('rule'), id: z.string() }),
  z.object({ kind: z.literal('no_rule') }),
  z.object({ kind: z.literal('two_approvals') }),
  z.object({ kind: z.literal('above'), own: z.string() }),
  z.object({ kind: z.literal('not_comparable') }),
  z.object({ kind: z.literal('unmatched'), why: unmatched }),
  z.object({ kind: z.literal('quota'), used: z.number(), limit: z.number() }),
  z.object({ kind: z.literal('groups_unread'), userGroupIds: z.array(z.string()) }),
  z.object({ kind: z.literal('nobody_approves') }),
]) satisfies z.ZodType<Reason>;
const notGivenSchema = z.object({
  reasons: z.array(reasonSchema),
  organization: z.string(),
  connectedBy: z.string().exactOptional(),
}) satisfies z.ZodType<NotGiven>;

const failureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not_connected'), detail }),
  z.object({
    kind: z.literal('not_allowed'),
    roleName: z.string(),
    why: notGivenSchema,
    detail,
  }),
  z.object({ kind: z.literal('unauthorized'), detail }),
  z.object({ kind: z.literal('forbidden'), isForAll: z.literal(true).exactOptional(), detail }),
  z.object({
    kind: z.literal('not_found'),
    what: z.enum(['organization', 'role']).exactOptional(),
    detail,
  }),
  z.object({ kind: z.literal('conflict'), detail }),
  z.object({ kind: z.literal('invalid'), fields: z.array(z.string()), detail }),
  z.object({ kind: z.literal('rate_limited'), retryAfter, detail }),
  z.object({ kind: z.literal('unavailable'), contact, retryAfter, who, detail }),
  z.object({ kind: z.literal('unexpected'), status: z.number(), contact, detail }),
]) satisfies z.ZodType<PiperFailure>;

/** The `member` column: the member that Piper returned. */
export const memberText = jsonText.pipe(memberSchema);
export const failureText = jsonText.pipe(failureSchema);

/** The `roleChange` column: the role that somebody assigned later. */
export const roleChangeText = jsonText.pipe(
  z.object({
    roleName: z.string(),
    by: z.string().exactOptional(),
    at: z.number(),
  }) satisfies z.ZodType<RoleChange>,
);

/** The same for the same change, so that two can be compared. */
export const textOfRoleChange = ({ roleName, by, at }: RoleChange): string =>
  JSON.stringify({ roleName, by, at });

/** The columns that make up an invitation's state. */
export const invitationStateSchema = z
  .object({
    state: z.enum([
      'waiting',
      'sending',
      'invited',
      'already_member',
      'failed',
      'unknown',
      'cancelled',
    ]),
    isUnclear: flag,
    isAsked: flag,
    member: memberText.exactOptional(),
    failure: failureText.exactOptional(),
    joinedAt: optionalInt,
    removedAt: optionalInt,
    cancelledBy: optionalText,
  })
  .transform(
    ({ state, isUnclear, isAsked, member, failure, ...ended }, context): InvitationState => {
      switch (state) {
        case 'waiting':
        case 'sending':
          return { kind: 'waiting', isUnclear, isAsked, ...(failure && { failure }) };
        case 'cancelled':
          return { kind: state, by: ended.cancelledBy ?? '' };
        case 'invited':
          if (member) {
            return {
              kind: state,
              member,
              ...(ended.joinedAt && { joinedAt: ended.joinedAt }),
              ...(ended.removedAt && { removedAt: ended.removedAt }),
            };
          }
          break;
        case 'already_member':
          if (member) return { kind: state, member };
          break;
        case 'failed':
        case 'unknown':
          if (failure) return { kind: state, failure };
          break;
      }
      context.addIssue({ code: 'custom', message: `is ${state} without a reason` });
      return z.NEVER;
    },
  );

/** The columns that store an outcome. */
export const columnsOfOutcome = (outcome: Outcome) => ({
  state: outcome.kind,
  member: 'member' in outcome ? JSON.stringify(outcome.member) : null,
  failure: 'failure' in outcome ? JSON.stringify(outcome.failure) : null,
  cancelledBy: outcome.kind === 'cancelled' ? outcome.by : null,
});
