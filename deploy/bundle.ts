import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
/** Where the program is put; what was there before goes. */
const directory = resolve(root, process.argv[2] ?? 'dist');
const source = `${root}src/`;

/**
 * What of a package the product uses, since the rest would be executed at the start, too: of undici, which is a third of the program,
 * and of Bolt. As their `index.js` do it.
 */
const parts: Record<string, string> = {
  undici: `
    const { parseURL } = require('undici/lib/core/util.js');
    Object.assign(require('undici/lib/dispatcher/dispatcher.js').prototype, require('undici/lib/api'));
    exports.EnvHttpProxyAgent = require('undici/lib/dispatcher/env-http-proxy-agent.js');
    exports.fetch = require('undici/lib/web/fetch').fetch;
    exports.request = (address, { dispatcher, ...options }) => {
      const { origin, pathname, search } = parseURL(address);
      return dispatcher.request({ method: 'GET', ...options, origin, path: pathname + search });
    };`,
  '@slack/bolt': `
    exports.App = require('@slack/bolt/dist/App').default;
    exports.HTTPModuleFunctions = require('@slack/bolt/dist/receivers/HTTPModuleFunctions');
    exports.LogLevel = require('@slack/logger').LogLevel;
    exports.webApi = require('@slack/web-api');`,
  'socket mode': `
    exports.SocketModeReceiver = require('@slack/bolt/dist/receivers/SocketModeReceiver').default;
    exports.webApi = require('@slack/web-api');`,
};

const partsOnly: Plugin = {
  name: 'parts',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(undici|@slack\/bolt)$/ }, ({ path, importer }) => {
      if (!importer.startsWith(source)) return undefined;
      const isSocketMode = importer.endsWith('/socket-mode-receiver.ts');
      return { path: isSocketMode ? 'socket mode' : path, namespace: 'parts' };
    });
    onLoad({ filter: /./, namespace: 'parts' }, ({ path }) => ({
      contents: parts[path] ?? '',
      resolveDir: root,
    }));
  },
};

/**
 * What these parts would load and nobody calls: Bolt's other receivers, its own OAuth routes, encodings that no body of
 * Slack's has, HTTP/2, which the transport does not allow, and threads that write a log.
 */
const unused: Plugin = {
  name: 'unused',
  setup: ({ onResolve, onLoad }) => {
    onResolve(
      {
        filter:
          /^(express|@slack\/oauth|iconv-lite|\.\/receivers\/(HTTP|SocketMode)Receiver|\.\/client-h2\.js|thread-stream)$/,
      },
      ({ path }) => ({ path, namespace: 'unused' }),
    );
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
  absWorkingDir: root,
  outdir: directory,
  bundle: true,
  splitting: true,
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  sourcemap: 'linked',
  minifySyntax: true,
  // The names stay, for whoever reads a stack.
  minifyWhitespace: true,
  lineLimit: 120,
  // Undici's own name for leaving out its second parser, which is an experiment.
  define: { esbuildDetection: 'true' },
  legalComments: 'none',
  // Only there in development, and a native driver that nobody needs.
  external: ['pino-pretty', 'pg-native'],
  plugins: [partsOnly, unused, builtins],
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
