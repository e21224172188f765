import type { ListenerDeps } from '../deps.ts';
import type { EventArgs } from '../middleware/error-boundary.ts';
import { uninstalledSchema, uninstalledScopeSchema } from '../payloads/app-uninstalled.ts';

/** The app was uninstalled, or its bot token was revoked. Revoked user tokens are ignored: the product has none. */
export const appUninstalled =
  ({ endInstallation, log }: ListenerDeps) =>
  async ({ body, context }: EventArgs): Promise<void> => {
    const { time, isUninstalled } = uninstalledSchema.parse(body);
    if (!isUninstalled) return;
    const scope = uninstalledScopeSchema.parse(context);
    if (await endInstallation(scope, time)) log.info({ scope }, 'app was uninstalled');
    else log.info({ scope }, 'uninstall event is older than the installation');
  };
