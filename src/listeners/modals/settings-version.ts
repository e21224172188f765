import type { ConnectionSettings } from '../../domain/connection.ts';
import { digest } from '../../utils/digest.ts';

/** What tells the settings that a form shows from others. The rules besides them have a form of their own. */
export const settingsVersion = ({ rules: _, ...shown }: ConnectionSettings): string =>
  digest(shown);
