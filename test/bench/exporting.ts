import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { actions } from '../../src/ids.ts';
import { pressed } from '../helpers/payloads.ts';
import { slackBody } from '../helpers/signed-request.ts';
import { users } from '../helpers/slack.ts';
import { startMeasured } from './process.ts';
import { command, post } from './requests.ts';

/**
 * [Export the record] in a process that serves, until so many rows have come: memory in MiB before and at most, time and processor time
 * in seconds, and in milliseconds the slowest answers to a command before and meanwhile, and the longest turn of the process.
 */
export async function exporting(
  program: string,
  environment: Record<string, string>,
  rows: number,
) {
  // In a thread of its own, since whatever takes a file is held up by it.
  const outside = new Worker(fileURLToPath(import.meta.resolve('./takes-exports.ts')));
  const [found] = await once(outside, 'message');
  let come = 0;
  outside.on('message', (more: number) => {
    come += more;
  });
  const serving = await startMeasured(program, {
    ...{ ...found, HOST: '127.0.0.1', PORT: '0' },
    ...environment,
  });
  const answered = async () => {
    const began = performance.now();
    await command(serving.port, 'help');
    return performance.now() - began;
  };
  const before: number[] = [];
  for (let run = 0; run < 1_000; run += 1) before.push(await answered());

  const memory = { before: serving.memory(), most: 0 };
  const meanwhile: number[] = [];
  await serving.longestTurn();
  const cpu = serving.cpu();
  const began = performance.now();
  const button = pressed({ action_id: actions.exportRecord }, { home: {}, userId: users.alice.id });
  await post(serving.port, slackBody('interaction', button));
  while (come < rows) {
    meanwhile.push(await answered());
    memory.most = Math.max(memory.most, serving.memory());
    await wait(20);
  }
  const seconds = (performance.now() - began) / 1_000;
  const cpuSeconds = (serving.cpu() - cpu) / 1_000;
  const longestTurn = await serving.longestTurn();
  await serving.stop();
  await outside.terminate();
  // The first ones are compiled meanwhile.
  const slowest = { before: Math.max(...before.slice(500)), meanwhile: Math.max(...meanwhile) };
  return { memory, seconds, cpuSeconds, slowest, longestTurn };
}
