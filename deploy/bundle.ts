import { readFile, rm, writeFile } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';

/** Where `npm run build` puts the program. */
const directory = new URL('../dist/', import.meta.url);

/**
 * Parts of Bolt that this product has no use for, and that would be half of what a start loads: its receiver for Express, its own
 * OAuth routes, and encodings that no body of Slack's has.
 */
const unused: Plugin = {
  name: 'unused',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(express|@slack\/oauth|iconv-lite)$/ }, ({ path }) => ({
      path,
      namespace: 'unused',
    }));
    onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'module.exports = {}' }));
  },
};

/**
 * Imports of Node's own modules ask for every name that they export, which loads what is meant to be loaded on demand, such as the
 * `fetch` of `node:http`. This way does not: https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
const builtins: Plugin = {
  name: 'builtins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }));
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
    }));
  },
};

await rm(directory, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/main.ts', 'src/app.ts'],
  absWorkingDir: new URL('..', import.meta.url).pathname,
  outdir: directory.pathname,
  bundle: true,
  splitting: true,
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  sourcemap: 'linked',
  minifySyntax: true,
  legalComments: 'none',
  // Only there in development, and a native driver that nobody needs.
  external: ['pino-pretty', 'pg-native'],
  plugins: [unused, builtins],
  // What CommonJS packages call.
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  },
  metafile: true,
});

for (const [file, { bytes, entryPoint }] of Object.entries(metafile.outputs)) {
  if (file.endsWith('.map')) continue;
  const code = await readFile(file, 'utf8');
  // One character beyond Latin 1 doubles the memory that the code takes.
  await writeFile(file, code.replace(/[^\0-\x7f]/g, escaped));
  process.stdout.write(`${file}  ${Math.ceil(bytes / 1_024)} KiB${entryPoint ? '' : ', shared'}\n`);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
