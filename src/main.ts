import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { keepCompiledCode } from './compile-cache.ts';
import { type ConfigProblem, parseConfig } from './config.ts';

keepCompiledCode(process.env.XDG_CACHE_HOME);
// undici parses HTTP in WebAssembly, in one huge function, which V8 would begin to optimize after a few answers: with 14 MiB, and a
// tenth of the processor time of a start, for what takes microseconds anyway.
for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);
try {
  if (existsSync('.env')) process.loadEnvFile('.env');
} catch {
  process.stderr.write(
    "piper-invite can't start.\n.env can't be read. Make it a file that piper-invite may read, or take it away.\n",
  );
  process.exit(1);
}

const config = parseConfig(process.env);
const [command, ...args] = process.argv.slice(2);
if (command === 'doctor') {
  const { doctor } = await import('./cli/doctor.ts');
  process.exitCode = await doctor(config, args);
} else if (config.ok) {
  // Loaded only now, so that a wrong setting is reported at once.
  const { run } = await import('./cli/run.ts');
  await run(config.value, process.argv.slice(2));
} else {
  process.stderr.write(describe(config.error));
  process.exitCode = 1;
}

function describe(problems: readonly ConfigProblem[]): string {
  const lines = problems.map(
    ({ variable, problem, remedy }) => `  ${variable} ${problem}\n    ${remedy}\n`,
  );
  return `piper-invite can't start. Set these in the environment or in .env (see .env.example):\n\n${lines.join('\n')}`;
}
