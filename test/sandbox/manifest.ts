import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod';
import type { AppSurface } from './page/app-surface.ts';

/** What the sandbox needs of the app's manifest: the scopes that Slack grants and what people can start. */
export type Manifest = { scopes: string[]; tokensRotate: boolean; surface: AppSurface };

const manifestSchema = z.object({
  display_information: z.object({ name: z.string() }),
  features: z.object({
    app_home: z
      .object({ home_tab_enabled: z.boolean().default(false) })
      .default({ home_tab_enabled: false }),
    slash_commands: z
      .array(
        z.object({
          command: z.string(),
          description: z.string().default(''),
          usage_hint: z.string().default(''),
        }),
      )
      .default([]),
    shortcuts: z
      .array(
        z.object({
          name: z.string(),
          type: z.enum(['global', 'message']),
          callback_id: z.string(),
        }),
      )
      .default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({ token_rotation_enabled: z.boolean().default(false) }),
});

/** Reads the manifest that is given to Slack, so that the sandbox grants exactly what a workspace would. */
export async function readManifest(file: URL): Promise<Manifest> {
  const manifest = manifestSchema.parse(parse(await readFile(file, 'utf8')));
  const { slash_commands: commands, shortcuts } = manifest.features;
  const shortcutsOf = (type: 'global' | 'message') =>
    shortcuts
      .filter((shortcut) => shortcut.type === type)
      .map(({ name, callback_id }) => ({ name, callbackId: callback_id }));
  return {
    scopes: manifest.oauth_config.scopes.bot,
    tokensRotate: manifest.settings.token_rotation_enabled,
    surface: {
      name: manifest.display_information.name,
      hasHome: manifest.features.app_home.home_tab_enabled,
      commands: commands.map(({ command, description, usage_hint }) => ({
        command,
        description,
        usageHint: usage_hint,
      })),
      shortcuts: shortcutsOf('global'),
      messageShortcuts: shortcutsOf('message'),
    },
  };
}
