import * as z from 'zod';
import { fates } from '../../domain/rule.ts';
import { ruleFields } from '../../ids.ts';
import { choice, choices, formSchema, text, users } from './form.ts';
import { id } from './id.ts';

/** The list of rules as it was shown: of which connection, in which version, and the settings form beneath it, if there is one. */
const rulesTargetSchema = z.object({
  connectionId: id,
  version: id,
  settingsForm: z.object({ viewId: id, metadata: z.string() }).exactOptional(),
});
export type RulesTarget = z.infer<typeof rulesTargetSchema>;

/** A rule as it was shown, on top of a list; without `ruleId` a new one. */
const ruleTargetSchema = rulesTargetSchema.extend({ listViewId: id, ruleId: id.exactOptional() });
export type RuleTarget = z.infer<typeof ruleTargetSchema>;

/** Encodes a target as a modal's `private_metadata`. */
export const formatRulesTarget = (target: RulesTarget | RuleTarget): string =>
  JSON.stringify(target);

const json = z.string().transform((text): unknown => JSON.parse(text));

/** The button of the settings form that leads to the rules. */
export const rulesButtonSchema = z
  .object({
    user: z.object({ id }),
    trigger_id: id,
    view: z.object({ id, private_metadata: z.string() }),
  })
  .transform(({ user, trigger_id, view }) => ({
    opener: { userId: user.id, triggerId: trigger_id, isInModal: true },
    settingsForm: { viewId: view.id, metadata: view.private_metadata },
  }));

/** A button of the list; its value is the rule's id, if it is about one. */
export const ruleButtonSchema = z
  .object({
    user: z.object({ id }),
    trigger_id: id,
    view: z.object({ id, private_metadata: json.pipe(rulesTargetSchema) }),
    actions: z.tuple([z.object({ value: id.optional() })]),
  })
  .transform(({ user, trigger_id, view, actions: [{ value }] }) => ({
    opener: { userId: user.id, triggerId: trigger_id, isInModal: true },
    target: {
      ...view.private_metadata,
      listViewId: view.id,
      ...(value !== undefined && { ruleId: value }),
    } satisfies RuleTarget,
  }));

/** The form with one rule. A field that was not shown is absent. */
export const ruleSchema = formSchema({
  [ruleFields.name]: text,
  [ruleFields.who]: choice(z.enum(['admins', 'chosen', 'members'])),
  [ruleFields.users]: users,
  [ruleFields.userGroups]: choices.optional(),
  [ruleFields.roles]: choices.optional(),
  [ruleFields.domains]: text,
  [ruleFields.fate]: choice(z.enum(fates)),
  [ruleFields.beyond]: choices,
  [ruleFields.risk]: choices.optional(),
}).transform(({ userId, metadata, values }) => ({
  userId,
  target: json.pipe(ruleTargetSchema).parse(metadata),
  name: values.rule_name,
  who: values.who,
  userIds: values.users,
  userGroupIds: values.user_groups,
  roleIds: values.roles,
  domains: values.domains,
  fate: values.fate,
  isBeyond: values.beyond_own_role.length > 0,
  /** What was ticked under the warning, if one was shown. */
  risk: values.risk,
}));
export type RuleInput = z.infer<typeof ruleSchema>;
