import { keepCompiledCode } from '../../src/compile-cache.ts';
import { help, type Options, readOptions } from './options.ts';

keepCompiledCode(process.env.XDG_CACHE_HOME);
const problem = await main();
if (problem !== undefined) {
  console.error(problem);
  process.exitCode = 1;
}

/** Answers what went wrong, in words that name the remedy. */
async function main(): Promise<string | undefined> {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === 'string') return options;
  if (options.help) {
    console.log(help);
    return undefined;
  }
  try {
    await run(options);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const { port } = options;
    return `Port ${port} is taken. Stop what listens there, or choose another: npm run sandbox -- --port ${port + 1}`;
  }
}

async function run({ script, port, fault, log }: Options): Promise<void> {
  // Loaded only now, so that what Node compiles of it is kept for the next start.
  const { startSandbox } = await import('./server.ts');
  const sandbox = await startSandbox({
    port: script ? 0 : port,
    logLevel: log ? 'info' : 'silent',
  });
  if (fault !== 'none') sandbox.piper.change({ type: 'fault', fault });
  if (script) {
    const { runScript } = await import('./script.ts');
    if (!(await runScript(sandbox, console.log))) process.exitCode = 1;
    await sandbox.stop();
    return;
  }
  const { tellStory } = await import('./story.ts');
  console.log(`The sandbox is open at ${sandbox.url} (Ctrl-C stops it). What happens in it:\n`);
  tellStory(sandbox, console.log);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => sandbox.stop());
  }
}
