import { type Config, type ConfigProblem, secretsOf } from '../config.ts';
import { diagnose } from '../doctor/doctor.ts';
import type { Finding, State } from '../doctor/finding.ts';
import type { Result } from '../domain/result.ts';
import { createLogger, removeSecrets } from '../logger.ts';
import { systemClock } from '../utils/clock.ts';
import { createTransport } from '../utils/http-transport.ts';
import { usage } from './help.ts';

/**
 * `doctor [--json]`: looks for everything that is wrong with a set-up, also where the settings are wrong, and changes nothing. Resolves
 * with the exit code.
 */
export async function doctor(
  config: Result<Config, ConfigProblem[]>,
  args: readonly string[],
): Promise<number> {
  const isJson = args[0] === '--json';
  if (args.length > (isJson ? 1 : 0)) {
    process.stderr.write(usage);
    return 2;
  }
  const secrets = config.ok ? secretsOf(config.value) : [];
  const dispatcher = createTransport();
  try {
    const findings = await diagnose(config, {
      clock: systemClock,
      dispatcher,
      log: createLogger({ level: 'silent', secrets, destination: { write: () => {} } }),
      nodeVersion: process.versions.node,
    });
    const text = isJson ? JSON.stringify({ findings }, null, 2) : tableOf(findings);
    process.stdout.write(removeSecrets(`${text}\n`, secrets));
    return findings.some(({ state }) => state === 'fault') ? 1 : 0;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    process.stderr.write(removeSecrets(`The doctor broke off (${words}).\n`, secrets));
    return 1;
  } finally {
    await dispatcher.destroy();
  }
}

const marks: Record<State, string> = {
  ok: '✓ ok',
  warning: '! warning',
  fault: '✗ fault',
  skipped: '- skipped',
};

function tableOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map(
    ({ check, state, message }) => `${marks[state].padEnd(9)}  ${check.padEnd(width)}  ${message}`,
  );
  const count = (wanted: State) => findings.filter(({ state }) => state === wanted).length;
  const [faults, warnings] = [count('fault'), count('warning')];
  return [...lines, '', `Faults: ${faults}. Warnings: ${warnings}.`].join('\n');
}
