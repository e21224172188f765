import * as z from 'zod';
import { id } from './id.ts';

/**
 * https://docs.slack.dev/reference/events/app_uninstalled, https://docs.slack.dev/reference/events/tokens_revoked
 */
export const uninstalledSchema = z
  .object({
    event_time: z.number(),
    event: z.object({
      type: z.string(),
      tokens: z.object({ bot: z.array(z.string()).nullish() }).nullish(),
    }),
  })
  .transform(({ event_time, event }) => ({
    time: event_time * 1_000,
    isUninstalled: event.type === 'app_uninstalled' || (event.tokens?.bot ?? []).length > 0,
  }));

/** These events have no authorizations, so an Enterprise organization may also be in `teamId`, or be the only id. */
export const uninstalledScopeSchema = z.union([
  z
    .object({ isEnterpriseInstall: z.literal(true), enterpriseId: id })
    .transform(({ enterpriseId }) => ({ enterpriseId })),
  z.object({ teamId: id.startsWith('E') }).transform(({ teamId }) => ({ enterpriseId: teamId })),
  z.object({ teamId: id }).transform(({ teamId }) => ({ teamId })),
  z.object({ enterpriseId: id }).transform(({ enterpriseId }) => ({ enterpriseId })),
]);
