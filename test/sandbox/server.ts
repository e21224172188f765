import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { scratch } from '../helpers/scratch.ts';
import { bundlePage } from './bundle.ts';
import { SandboxClock } from './clock.ts';
import type { PiperSandbox, SlackSandbox } from './contract.ts';
import { readManifest } from './manifest.ts';
import { startPiper } from './piper/server.ts';
import { settle } from './settle.ts';
import { startSlack } from './slack/server.ts';
import { startWeb } from './web.ts';

/** The whole sandbox, running. */
export type Sandbox = {
  /** Where the page is. */
  url: string;
  slack: SlackSandbox;
  piper: PiperSandbox;
  /** Where "Add to Slack" leads; another address after every reset. */
  installUrl(): string;
  /** Stops the bot and starts it again, with what it has stored. */
  restart(): Promise<void>;
  /** Has the bot look at once who has joined, whenever it would by itself. */
  lookNow(): void;
  /** Lets so many days pass, for the bot, Slack and Piper alike. */
  moveOn(days: number): void;
  stop(): Promise<void>;
};

/** How often the bot looks whether something is due, in milliseconds: time may pass faster than on the machine. */
const lookInterval = 1_000;

const manifestFile = new URL('../../manifest.yml', import.meta.url);

/**
 * Starts a local Slack, a local Piper, the real bot between them, and the page.
 *
 * @param options.port where the page listens; any free port unless given. Rejects with `EADDRINUSE` when it is taken.
 * @param options.logLevel of the bot's log on standard output.
 */
export async function startSandbox({
  port = 0,
  logLevel = 'warn',
}: {
  port?: number;
  logLevel?: string;
} = {}): Promise<Sandbox> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    // Last in, first out: the page goes before the bot, and the bot before what it calls.
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    const { scopes, tokensRotate, surface } = await readManifest(manifestFile);
    const clock = new SandboxClock();
    const { now } = clock;
    const slack = await startSlack({ scopes, tokensRotate, isInstalled: false, now });
    started.push(slack);
    const piper = await startPiper({ now });
    started.push(piper);
    let bot = await startBot({ slack, piper, now, logLevel });
    started.push({ stop: () => bot.stop() });
    await settle({ slack, piper, installUrl: bot.installUrl });

    const reset = async () => {
      // A new bot too: what it has stored is no longer true.
      await bot.stop();
      await slack.reset();
      piper.reset();
      clock.reset();
      bot = await startBot({ slack, piper, now, logLevel });
      await settle({ slack, piper, installUrl: bot.installUrl });
    };
    const installUrl = () => bot.installUrl;
    const restart = () => bot.restart();
    const lookNow = () => bot.lookNow();
    const moveOn = (days: number) => clock.moveOn(days);
    const bundle = bundlePage;
    const parts = { slack, piper, surface, bundle, clock, installUrl, lookNow, restart, reset };
    const web = await startWeb(parts, port);
    started.push(web);
    slack.showAt(web.url);
    return { url: web.url, slack, piper, installUrl, restart, lookNow, moveOn, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Bot = {
  /** Where "Add to Slack" leads. */
  installUrl: string;
  restart(): Promise<void>;
  lookNow(): void;
  stop(): Promise<void>;
};

type BotParts = { slack: SlackSandbox; piper: PiperSandbox; now: () => number; logLevel: string };

/** The bot in many workspaces. What it stores goes with it when it stops. */
async function startBot({ slack, piper, now, logLevel }: BotParts): Promise<Bot> {
  for (let attempt = 1; ; attempt += 1) {
    const url = `http://127.0.0.1:${await freePort()}`;
    const directory = await mkdtemp(join(scratch, 'piper-invite-sandbox-'));
    const config = parseConfig({
      DATA_DIR: directory,
      ENCRYPTION_KEYS: `sandbox:${randomBytes(32).toString('base64url')}`,
      SLACK_CLIENT_ID: slack.clientId,
      SLACK_CLIENT_SECRET: slack.clientSecret,
      PUBLIC_URL: url,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      PIPER_API_URL: piper.apiUrl,
      HOST: '127.0.0.1',
      PORT: new URL(url).port,
      LOG_LEVEL: logLevel,
    });
    if (!config.ok) {
      throw new Error(`The bot refuses the sandbox's settings: ${JSON.stringify(config.error)}`);
    }
    const settings = config.value;
    const overrides = {
      clock: { now },
      delivery: { pollInterval: lookInterval },
      followUpInterval: lookInterval,
    };
    let bot = await createApp(settings, overrides);
    const restart = async () => {
      await bot.stop();
      bot = await createApp(settings, overrides);
      await bot.start();
    };
    const stop = async () => {
      await bot.stop();
      await rm(directory, { recursive: true, force: true });
    };
    try {
      await bot.start();
    } catch (error) {
      await stop();
      // Somebody else took the port meanwhile.
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE' && attempt < 10) continue;
      throw error;
    }
    slack.connect(url);
    return {
      installUrl: `${url}/slack/install`,
      restart,
      lookNow: () => makeChecksDue(directory),
      stop,
    };
  }
}

/** Moves every check whether somebody has joined forward to now; the bot sees that when it looks what is due. */
function makeChecksDue(directory: string): void {
  const database = new DatabaseSync(join(directory, 'piper-invite.db'));
  database.exec(
    'pragma busy_timeout = 1000; update invitations set check_at = 0 where check_at is not null',
  );
  database.close();
}

/** The bot has to know its address before it is there. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
