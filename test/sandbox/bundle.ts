import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The page's files, ready to be served. */
export type Bundle = { html: string; js: string; css: string };

const page = new URL('./page/', import.meta.url);

let bundle: Promise<Bundle> | undefined;

/** Bundles the page in memory, once in a process: nothing that is built is kept in the repository, and nothing comes from elsewhere. */
export function bundlePage(): Promise<Bundle> {
  bundle ??= buildPage();
  return bundle;
}

async function buildPage(): Promise<Bundle> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(page),
    entryPoints: { page: 'index.tsx', style: 'style/index.css', html: 'index.html' },
    loader: { '.html': 'copy' },
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    outdir: 'out',
    write: false,
    logLevel: 'silent',
  });
  const text = (ending: string) =>
    outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { html: text('.html'), js: text('.js'), css: text('.css') };
}
