import * as z from 'zod';
import type { ConnectionSettings } from '../domain/connection.ts';
import { fates } from '../domain/rule.ts';

const strings = z.array(z.string());
const chosen = { userIds: strings, userGroupIds: strings };
const everyMember = z.object({ kind: z.literal('members') });
const onlyAdmins = z.object({ kind: z.literal('admins') });
const ruleSchema = z.object({
  id: z.string(),
  name: z.string(),
  who: z.discriminatedUnion('kind', [
    onlyAdmins,
    everyMember,
    z.object({
      kind: z.literal('chosen'),
      ...chosen,
      alsoAdmins: z.literal(true).exactOptional(),
    }),
  ]),
  roles: z.union([z.literal('all'), strings]),
  domains: z.union([z.literal('all'), strings]),
  fate: z.enum(fates),
  beyondOwnRole: z.literal(true).exactOptional(),
});
/** The `settings` column of a connection, once it is no longer text. */
export const settingsSchema = z.object({
  whoMayInvite: z.discriminatedUnion('kind', [
    onlyAdmins,
    z.object({ kind: z.literal('chosen'), ...chosen }),
    everyMember,
  ]),
  defaultRoleId: z.string().exactOptional(),
  roleIds: strings.exactOptional(),
  beyondOwnRole: z.literal(true).exactOptional(),
  channel: z.string().exactOptional(),
  domains: strings,
  remindAfterDays: z.int().exactOptional(),
  quota: z.object({ invites: z.int(), fate: z.enum(['approval', 'deny']) }).exactOptional(),
  roleChangers: z.object(chosen).exactOptional(),
  asking: z
    .object({
      approvers: z.object({
        channel: z.string().exactOptional(),
        ...chosen,
        quietUserIds: strings,
        beyondOwnRole: strings.exactOptional(),
      }),
      expireAfterDays: z.int(),
      selfApproval: z.boolean(),
      twoApprovals: strings,
    })
    .exactOptional(),
  rules: z.array(ruleSchema).exactOptional(),
}) satisfies z.ZodType<ConnectionSettings>;
