import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { bundlePage } from './bundle.ts';
import type { PiperSandbox, SlackSandbox } from './contract.ts';
import { readManifest } from './manifest.ts';
import { startPiper } from './piper/server.ts';
import { startSlack } from './slack/server.ts';
import { startWeb } from './web.ts';

/** The whole sandbox, running. */
export type Sandbox = {
  /** Where the page is. */
  url: string;
  slack: SlackSandbox;
  piper: PiperSandbox;
  stop(): Promise<void>;
};

const manifestFile = new URL('../../manifest.yml', import.meta.url);

/**
 * Starts a local Slack, a local Piper, the real bot between them, and the page.
 *
 * @param options.port where the page listens; any free port unless given. Rejects with `EADDRINUSE` when it is taken.
 */
export async function startSandbox({ port = 0 }: { port?: number } = {}): Promise<Sandbox> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    // Last in, first out: the page goes before the bot, and the bot before what it calls.
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    const [{ scopes, surface }, bundle] = await Promise.all([
      readManifest(manifestFile),
      bundlePage(),
    ]);
    const slack = await startSlack({ scopes });
    started.push(slack);
    const piper = await startPiper();
    started.push(piper);
    let bot = await startBot(slack, piper);
    started.push({ stop: () => bot.stop() });

    const reset = async () => {
      // A new bot too: what it remembers of people and roles is no longer true.
      await bot.stop();
      await slack.reset();
      piper.reset();
      bot = await startBot(slack, piper);
    };
    const web = await startWeb({ slack, piper, surface, bundle, reset }, port);
    started.push(web);
    return { url: web.url, slack, piper, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startBot(
  slack: SlackSandbox,
  piper: PiperSandbox,
): Promise<{ stop(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'piper-invite-sandbox-'));
  const config = parseConfig({
    DATA_DIR: directory,
    ENCRYPTION_KEYS: `sandbox:${randomBytes(32).toString('base64url')}`,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    PIPER_TOKEN: piper.token,
    PIPER_ORG_ID: piper.organizationId,
    PIPER_API_URL: piper.apiUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
  });
  if (!config.ok) {
    throw new Error(`The bot refuses the sandbox's settings: ${JSON.stringify(config.error)}`);
  }
  const bot = await createApp(config.value);
  const { port } = await bot.start();
  slack.connect(`http://127.0.0.1:${port}/slack/events`);
  return {
    stop: async () => {
      await bot.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
