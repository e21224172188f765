import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { Config, ConfigProblem } from '../config.ts';
import type { Result } from '../domain/result.ts';
import { boltLogger } from '../logger.ts';
import { createPiper } from '../piper/piper.ts';
import type { SlackClientSettings } from '../slack/client.ts';
import type { Inspection } from '../storage/inspect.ts';
import type { Clock } from '../utils/clock.ts';
import { checkDatabase } from './database.ts';
import { type Finding, fault, skipped, warning } from './finding.ts';
import { checkDisk, checkNode } from './machine.ts';
import { altered, checkConnection, checkFixed, checkReached } from './piper.ts';
import { checkPublicUrl } from './public-url.ts';
import {
  checkApp,
  checkChannel,
  checkClock,
  checkSocketMode,
  clientOf,
  type PostedTo,
} from './slack.ts';

/** What the doctor needs of the machine. */
export type Surroundings = {
  clock: Clock;
  dispatcher: Dispatcher;
  log: Logger;
  /** Such as `24.21.0`. */
  nodeVersion: string;
  /** In a directory; the machine's own unless a test says otherwise. */
  freeBytesAt?: (directory: string) => number;
};

/** Looks for everything that is wrong with a set-up, and changes nothing. No finding holds a secret. */
export async function diagnose(
  config: Result<Config, ConfigProblem[]>,
  surroundings: Surroundings,
): Promise<Finding[]> {
  const node = checkNode(surroundings.nodeVersion);
  if (!config.ok) {
    return [
      node,
      ...config.error.map(({ variable, problem, remedy }) =>
        fault('Settings', `${variable} ${problem}. Remedy: ${remedy}.`),
      ),
      skipped('The rest', 'It is checked once the settings are right.'),
    ];
  }
  return [
    node,
    ...config.value.warnings.map((text) => warning('Settings', `${text}.`)),
    ...(await diagnoseSetUp(config.value, surroundings)),
  ];
}

async function diagnoseSetUp(config: Config, surroundings: Surroundings): Promise<Finding[]> {
  const { clock, dispatcher, log } = surroundings;
  const slack = { apiUrl: config.slack.apiUrl, dispatcher, logger: boltLogger(log) };
  const { findings: database, stored } = await checkDatabase(config.storage, log);
  const found = await Promise.all([
    checkClock(slack, clock.now),
    checkApp(config.slack.app, slack),
    checkSocketMode(config.slack.connection, slack),
    checkPublicUrl(config, dispatcher),
    checkPiper(config, surroundings, stored),
    database,
    checkDisk(config.storage, surroundings.freeBytesAt),
    checkChannels(config, slack, stored),
  ]);
  return found.flat();
}

async function checkPiper(
  { piper: settings }: Config,
  { clock, dispatcher }: Surroundings,
  stored: Inspection | undefined,
): Promise<Finding[]> {
  const piper = createPiper({ apiUrl: settings.apiUrl, dispatcher, clock });
  if (settings.fixed)
    return [
      await checkFixed(piper.tokens.open(settings.fixed.token, settings.fixed.organizationId)),
    ];
  const connections = stored?.connections ?? [];
  if (connections.length === 0) return [await checkReached(piper)];
  return Promise.all(
    connections.map(({ workspace, connection }) =>
      connection ? checkConnection(piper, connection, workspace) : altered(workspace),
    ),
  );
}

async function checkChannels(
  { slack: { app } }: Config,
  slack: SlackClientSettings,
  stored: Inspection | undefined,
): Promise<Finding[]> {
  const checks = (stored?.connections ?? []).flatMap(({ workspace, connection, botToken }) => {
    const token = app.kind === 'one' ? app.botToken : botToken;
    const { channel, asking } = connection?.settings ?? {};
    const posted: PostedTo[] = [
      ...(channel ? [{ channel, what: 'confirmations' as const, workspace }] : []),
      ...(asking?.approvers.channel
        ? [{ channel: asking.approvers.channel, what: 'requests' as const, workspace }]
        : []),
    ];
    return token ? posted.map((each) => checkChannel(clientOf(slack, token), each)) : [];
  });
  return Promise.all(checks);
}
