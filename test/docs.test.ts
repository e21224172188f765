import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const documents = [
  'README.md',
  'AGENTS.md',
  'CHANGELOG.md',
  'src/README.md',
  ...globSync('.github/*.md'),
];

/** Where the text links to, without addresses on the web: inline, by reference, and pictures in HTML. */
function linksIn(document: string): string[] {
  const text = readFileSync(document, 'utf8').replace(/^```.*?^```/gms, '');
  const links = text.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)|<img src="([^"]+)"/gm);
  return [...links]
    .map(([, inline, reference, picture]) => inline ?? reference ?? picture ?? '')
    .filter((link) => !/^\w+:/.test(link));
}

/** The anchors that GitHub gives headings. */
function anchorsIn(document: string): string[] {
  const headings = readFileSync(document, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(documents)('%s', (document) => {
  it('links to what is there', () => {
    const broken = linksIn(document).filter((link) => {
      const [path, anchor] = link.split('#');
      const target = path ? join(dirname(document), path) : document;
      return !existsSync(target) || (anchor && !anchorsIn(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('names npm scripts and files that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const text = readFileSync(document, 'utf8');
    const named = [...text.matchAll(/\bnpm run ([\w:]+)/g)].map(([, script]) => script);
    const files = [...text.matchAll(/(?<![\w./-])(?:src|test)\/[\w/.-]*\w/g)].map(([file]) => file);
    expect(named.filter((script) => !(script && script in scripts))).toEqual([]);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});

describe('the guide to the source', () => {
  it('names every room in its table, and no other', () => {
    const files = globSync('src/**/*.{ts,cjs}').map((file) => file.replace(/^src\//, ''));
    const rooms = files.map((file) => (file.includes('/') ? `${dirname(file)}/` : file));
    const [, table = ''] = readFileSync('src/README.md', 'utf8').split('| Room | Purpose |');
    const firstCells = table.split('\n\n', 1)[0]?.matchAll(/^\| (`[^|]+) \|/gm) ?? [];
    const named = [...firstCells].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, room]) => room),
    );
    expect(named.toSorted()).toEqual([...new Set([...rooms, 'listeners/'])].toSorted());
  });
});

it.each(globSync('.github/**/*.yml'))('%s is YAML', (file) => {
  expect(() => parse(readFileSync(file, 'utf8'), { strict: true })).not.toThrow();
});

it('one version of Node runs tests and product', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const major = readFileSync('.nvmrc', 'utf8').trim();
  expect(devDependencies.node.split('.')[0]).toBe(major);
  const images = [...readFileSync('Dockerfile', 'utf8').matchAll(/^FROM (\S+)/gm)].map(
    ([, name]) => name,
  );
  expect(new Set(images)).toEqual(new Set([`node:${devDependencies.node}-slim`]));
});
