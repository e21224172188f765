import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { variables } from '../src/config.ts';
import {
  commands,
  homeEvent,
  optionalScopes,
  scopes,
  shortcuts,
  uninstallEvents,
} from '../src/ids.ts';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const source = read('manifest.yml');

const schema = z.object({
  display_information: z.object({
    name: z.string(),
    description: z.string(),
    long_description: z.string(),
    background_color: z.string(),
  }),
  features: z.object({
    app_home: z.object({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean() }),
    bot_user: z.object({ display_name: z.string() }),
    shortcuts: z.array(
      z.strictObject({
        name: z.string(),
        type: z.enum(['global', 'message']),
        callback_id: z.string(),
        description: z.string(),
      }),
    ),
    slash_commands: z.array(
      z.object({
        command: z.string(),
        description: z.string(),
        usage_hint: z.string(),
        should_escape: z.boolean(),
        url: z.url().optional(),
      }),
    ),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(z.url()).optional(),
    scopes: z.strictObject({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
  }),
  settings: z.object({
    interactivity: z.object({
      is_enabled: z.boolean(),
      request_url: z.url().optional(),
      message_menu_options_url: z.url().optional(),
    }),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
    event_subscriptions: z.strictObject({
      request_url: z.url().optional(),
      bot_events: z.array(z.string()),
    }),
  }),
});

const manifest = schema.parse(parse(source));
/** As somebody has it who wants to be reached by HTTP: the marked lines without their `#`. */
const byHttp = schema.parse(parse(source.replaceAll(/# (.+) # HTTP$/gm, '$1')));
/** As somebody has it who lets people install the app into many workspaces. */
const byOauth = schema.parse(parse(source.replaceAll(/# (.+) # OAUTH$/gm, '$1')));

describe('the manifest', () => {
  it('has exactly the commands that the code answers', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(
      Object.values(commands),
    );
  });

  it('has exactly the shortcuts that the code answers', () => {
    const found = manifest.features.shortcuts.map(({ type, callback_id }) => [type, callback_id]);
    expect(found).toEqual([
      ['global', shortcuts.invite],
      ['message', shortcuts.inviteFromMessage],
    ]);
  });

  it('asks for exactly the scopes that the code needs', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual([...scopes, ...optionalScopes]);
    expect(manifest.oauth_config.scopes.bot_optional).toEqual([...optionalScopes]);
  });

  it('has mentions and addresses sent in the form that the code reads', () => {
    expect(manifest.features.slash_commands[0]?.should_escape).toBe(true);
  });

  it('lets the form and its menus come back', () => {
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
  });

  it('lets people read what the app tells them directly, and has a Home tab', () => {
    expect(manifest.features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
    });
  });

  it('asks for exactly the events that the code takes', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual([
      homeEvent,
      ...uninstallEvents,
    ]);
  });

  it('leaves tokens as they are, since nothing renews the one of a single workspace', () => {
    expect(manifest.settings.token_rotation_enabled).toBe(false);
  });

  it("keeps within Slack's limits", () => {
    const { name, description, long_description, background_color } = manifest.display_information;
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(long_description.length).toBeGreaterThanOrEqual(175);
    expect(long_description.length).toBeLessThanOrEqual(4_000);
    expect(background_color).toMatch(/^#[0-9a-f]{6}$/);
    expect(manifest.features.bot_user.display_name.length).toBeLessThanOrEqual(80);
    for (const shortcut of manifest.features.shortcuts) {
      expect(shortcut.name.length).toBeLessThanOrEqual(24);
      expect(shortcut.description.length).toBeLessThanOrEqual(150);
    }
    for (const command of manifest.features.slash_commands) {
      expect(command.command).toMatch(/^\/[a-z-]{1,31}$/);
      expect(command.description.length).toBeLessThanOrEqual(2_000);
      // More is cut off on a phone.
      expect(command.usage_hint.length).toBeLessThanOrEqual(40);
    }
  });

  it('connects by Socket Mode and needs no address', () => {
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(manifest.features.slash_commands[0]?.url).toBeUndefined();
    expect(manifest.settings.interactivity.request_url).toBeUndefined();
    expect(manifest.settings.event_subscriptions.request_url).toBeUndefined();
    expect(manifest.oauth_config.redirect_urls).toBeUndefined();
  });

  it('has every address in its marked lines that HTTP needs, all the one that is served', () => {
    const urls = [
      byHttp.features.slash_commands[0]?.url,
      byHttp.settings.interactivity.request_url,
      byHttp.settings.interactivity.message_menu_options_url,
      byHttp.settings.event_subscriptions.request_url,
    ];
    for (const url of urls) expect(new URL(url ?? '').pathname).toBe('/slack/events');
  });

  it('has in its marked line where Slack sends people back to who install the app', () => {
    const paths = byOauth.oauth_config.redirect_urls?.map((url) => new URL(url).pathname);
    expect(paths).toEqual(['/slack/oauth_redirect']);
  });
});

describe('every setting', () => {
  const named = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, name]) => name);

  // Some tools spell the proxies in lower case; one is taken, but not offered twice.
  const offered = variables.filter((name) => name === name.toUpperCase());

  it('is in .env.example, and nothing else is', () => {
    const names = named(read('.env.example'), /^(?:# )?([A-Z][A-Z_]+)=/gm);
    expect(names.toSorted()).toEqual(offered.toSorted());
  });

  it('is in the table of the README, and nothing else is', () => {
    const [, settings = ''] = read('README.md').split('\n## Settings\n');
    const [table = ''] = settings.split('\n## ');
    const firstColumn = named(table, /^\| (`[A-Z][^|]+)\|/gm).join(' ');
    expect(named(firstColumn, /`([A-Z_]+)`/g).toSorted()).toEqual(
      [...offered, 'NO_PROXY'].toSorted(),
    );
  });
});
