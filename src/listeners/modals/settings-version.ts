import type { ConnectionSettings } from '../../domain/connection.ts';
import { digest } from '../../utils/digest.ts';

/** What tells the settings that a form shows from others. Rules and approvals have forms of their own. */
export const settingsVersion = ({ rules: _, asking: __, ...shown }: ConnectionSettings): string =>
  digest(shown);
