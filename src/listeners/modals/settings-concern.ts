import type { ConnectionSettings } from '../../domain/connection.ts';
import { ruleOfForm } from '../../domain/rules.ts';
import { settingsFields } from '../../ids.ts';
import { concernAbout } from './beyond-concern.ts';
import type { SettingsInput } from './settings-input.ts';

/** What stands against settings that go beyond the own role; see `concernAbout`. */
export const concernOf = (
  settings: ConnectionSettings,
  { roles, risk }: SettingsInput,
  saver: Parameters<typeof concernAbout>[2],
): ReturnType<typeof concernAbout> =>
  // An error needs a field that is shown.
  concernAbout(
    ruleOfForm(settings),
    { field: roles ? settingsFields.beyond : settingsFields.who, risk },
    saver,
  );
