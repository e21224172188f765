import { createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';

/**
 * The real app, as the environment says, with times that suit a test if it says how long Piper may be at work (`AFTER_TIMEOUT`), and its
 * own otherwise; says `ready PORT`, and runs until it is killed.
 */
const config = parseConfig(process.env);
if (!config.ok) throw new Error(JSON.stringify(config.error));
const atWork = Number(process.env.AFTER_TIMEOUT);
const attempts = { attemptTimeoutMs: 8_000, totalTimeoutMs: 8_000, attempts: 2 };
const app = await createApp(config.value, {
  ...(atWork > 0 && {
    retryPolicy: { read: attempts, write: attempts },
    delivery: {
      lease: 2_000,
      renewInterval: 300,
      graceAfterLoss: 500,
      settleAfterLoss: atWork,
      settleAfterTimeout: atWork,
      pollInterval: 200,
      backoff: { initialDelay: 50, maxDelay: 1_000 },
    },
    notifications: { lease: 2_000, retryDelay: 300 },
    commandLease: 3_000,
  }),
  logDestination: { write: () => undefined },
});
const { port } = await app.start();
process.stdout.write(`ready ${port}\n`);
