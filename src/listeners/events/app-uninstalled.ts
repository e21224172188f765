import { z } from 'zod';
import type { ListenerDeps } from '../deps.ts';
import type { EventArgs } from '../middleware/error-boundary.ts';

const id = z.string().min(1);
const bodySchema = z
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
/** Slack no longer says what it was authorized for, so that an organization may also stand where a workspace does, or alone. */
const contextSchema = z.union([
  z
    .object({ isEnterpriseInstall: z.literal(true), enterpriseId: id })
    .transform(({ enterpriseId }) => ({ enterpriseId })),
  z.object({ teamId: id.startsWith('E') }).transform(({ teamId }) => ({ enterpriseId: teamId })),
  z.object({ teamId: id }).transform(({ teamId }) => ({ teamId })),
  z.object({ enterpriseId: id }).transform(({ enterpriseId }) => ({ enterpriseId })),
]);

/**
 * The app was taken out, or its token was revoked; a user's token that was revoked is none of the product's.
 * https://docs.slack.dev/reference/events/app_uninstalled, https://docs.slack.dev/reference/events/tokens_revoked
 */
export const uninstalled =
  ({ endInstallation, log }: ListenerDeps) =>
  async ({ body, context }: EventArgs): Promise<void> => {
    const { time, isUninstalled } = bodySchema.parse(body);
    if (!isUninstalled) return;
    const scope = contextSchema.parse(context);
    if (await endInstallation(scope, time)) log.info({ scope }, 'the app was taken out');
    else log.info({ scope }, 'the app was taken out before it was installed again');
  };
