import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseCommandText } from '../src/listeners/payloads/command-text.ts';
import { help, readOptions } from './sandbox/options.ts';

const documents = [
  'README.md',
  'AGENTS.md',
  'CHANGELOG.md',
  'src/README.md',
  'deploy/README.md',
  'test/sandbox/README.md',
  ...globSync('.github/*.md'),
];

/** Where the text links to, without addresses on the web: inline, by reference, and pictures in HTML. */
function linksIn(document: string): string[] {
  const text = readFileSync(document, 'utf8').replace(/^```.*?^```/gms, '');
  const links = text.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)|(?:src|srcset)="([^"]+)"/gm);
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

describe('the README', () => {
  const readme = readFileSync('README.md', 'utf8');

  it('sets up with a line each', () => {
    expect(readme).toContain('\nnpm ci && npm run sandbox\n');
    expect(readme).toMatch(/\nnpm ci && npm test\b/);
  });

  it('tells whoever tries it what it needs, where it is, and that they can act as others', () => {
    const [, tryIt = ''] = readme.split('\n## Try it\n');
    const words = tryIt.split('\n## ', 1)[0];
    expect(words).toMatch(/Node 20 or newer/);
    expect(words).toMatch(/--port \d+/);
    expect(words).toMatch(/\*Act as\* somebody else/);
  });

  it('leads to what helps when something is wrong or new, and says what is stored', () => {
    for (const place of ['when-something-is-wrong', 'upgrade']) {
      expect(readme).toContain(`(deploy/README.md#${place})`);
    }
    for (const title of ['Use it', 'Privacy', 'Get help']) {
      expect(readme).toContain(`\n## ${title}\n`);
    }
  });

  it('says what each scope is for, and no others', () => {
    const { bot, bot_optional } = parse(readFileSync('manifest.yml', 'utf8')).oauth_config.scopes;
    const [, table = ''] = readme.split('| Scope | What for |\n|---|---|\n');
    const cells = table.split('\n\n', 1)[0]?.matchAll(/^\| ([^|]+) \| [^|]+ \|$/gm) ?? [];
    const named = [...cells].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([\w:.]+)`/g)].map(([, scope]) => ({
        scope,
        isOptional: cell.endsWith('(optional)'),
      })),
    );
    expect(named.map(({ scope }) => scope).toSorted()).toEqual(bot.toSorted());
    const optional = named.filter(({ isOptional }) => isOptional).map(({ scope }) => scope);
    expect(optional.toSorted()).toEqual(bot_optional.toSorted());
  });

  it('shows each picture in light and dark, and has no other', () => {
    const shown = [...readme.matchAll(/images\/([\w-]+\.png)/g)].map(([, name = '']) => name);
    const pictures = globSync('.github/images/*').map((file) => basename(file));
    expect(new Set(shown)).toEqual(new Set(pictures));
    const lights = pictures.filter((name) => name.endsWith('-light.png'));
    const darks = pictures.filter((name) => name.endsWith('-dark.png'));
    expect(darks.map((name) => name.replace('-dark', '-light')).toSorted()).toEqual(
      lights.toSorted(),
    );
  });

  it('names the port of the sandbox', () => {
    expect(readOptions([])).toMatchObject({
      port: Number(/<http:\/\/localhost:(\d+)>/.exec(readme)?.[1]),
    });
  });

  it('has a command for whatever can be asked, which is understood', () => {
    const commands = [...readme.matchAll(/`\/piper-invite ?([^`]*)`/g)].map(
      ([, words = '']) => words,
    );
    const asSent = commands.map((words) => words.replaceAll(/(?<!\S)@\w+/g, '<@U024BE7LH>'));
    expect(new Set(asSent.map((words) => parseCommandText(words).kind))).toEqual(
      new Set([
        ...[
          'form',
          'invite',
          'status',
          'status_of',
          'check',
          'list',
          'history',
          'role',
          'link',
          'unlink',
        ],
        ...['ask_for_link', 'connect', 'settings', 'rules', 'requests', 'approvals'],
        ...['disconnect', 'help'],
      ]),
    );
  });
});

it('the sandbox’s README names every option', () => {
  const options = [...help.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option]) => option);
  const text = readFileSync('test/sandbox/README.md', 'utf8');
  expect(options.filter((option) => option && !text.includes(option))).toEqual([]);
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
