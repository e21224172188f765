import { globSync, readFileSync } from 'node:fs';
import { type Node, parseSync, visitorKeys } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

/** Why an expression need not be linear. */
const bounded: Record<string, string> = {
  '/\\/+$/': 'an address in the settings of the process',
  '/#|[/?].*@/': 'an address in the settings of the process',
  '/[[(][^\\])]*[\\])]/g': '200 characters of a heading',
  '/^[\\s\\p{Cf}"“”„]+|[\\s\\p{Cf}"“”„]+$/gu': '40 characters of a heading',
};

/** Every regular expression of the source that repeats anything, with the file that it is in. */
const expressions = globSync('src/**/*.ts').flatMap((file) =>
  literalsIn(parseSync(file, readFileSync(file, 'utf8')).program)
    .filter(({ pattern }) => /[*+]|\{\d+,\d*\}/.test(pattern))
    .map(({ pattern, flags }) => ({ file, text: `/${pattern}/${flags}` })),
);

function literalsIn(node: Node): { pattern: string; flags: string }[] {
  if (node.type === 'Literal') return 'regex' in node ? [node.regex] : [];
  return (visitorKeys[node.type] ?? [])
    .flatMap((key) => Reflect.get(node, key) as Node | Node[] | null | undefined)
    .flatMap((child) => (child == null ? [] : literalsIn(child)));
}

const marks = [...'aA1 \t\n.,;:@<>()[]{}"\'“/\\-_=*&+~#|!?%`^$é字'];
const pieces = [
  ...marks,
  ...[...'a .<"=:'].flatMap((one) => [...' a@"='].map((other) => one + other)),
];
/** Where nothing fits at the end, an expression looks back for another way. */
const endings = ['', '\0'];

function timeOf(expression: RegExp, text: string): number {
  const began = performance.now();
  text.replace(expression, '');
  return performance.now() - began;
}

/** How many times as long eight times the text takes: 8 where time is in proportion, 64 where it grows with the square. */
function growth(expression: RegExp, textOf: (length: number) => string): number {
  // A busy machine makes a measurement too long, but not all of them.
  const least = (length: number) =>
    Math.min(...Array.from({ length: 20 }, () => timeOf(expression, textOf(length))));
  return least(4_000) / least(500);
}
const mostGrowth = 32;

/** Four megabytes a second: anything slower is looked at more closely. */
const isQuick = (expression: RegExp, text: string): boolean => timeOf(expression, text) < 2;

describe('a regular expression of the source', () => {
  it.each(expressions.filter(({ text }) => !(text in bounded)))(
    'takes time in proportion to what it reads: $text in $file',
    ({ text }) => {
      const expression = read(text);
      const slow = pieces.filter((piece) =>
        endings.some((ending) => {
          const textOf = (length: number) => piece.repeat(length / piece.length) + ending;
          return !isQuick(expression, textOf(8_000)) && growth(expression, textOf) > mostGrowth;
        }),
      );
      expect(slow).toEqual([]);
    },
  );

  it('is only let off for a reason that still holds', () => {
    const texts = expressions.map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(40);
    for (const text of Object.keys(bounded)) expect(texts).toContain(text);
  });
});

it('an expression whose time grows with the square of what it reads is noticed', () => {
  const textOf = (length: number) => 'a'.repeat(length);
  expect(isQuick(/a+b/g, textOf(8_000))).toBe(false);
  expect(growth(/a+b/g, textOf)).toBeGreaterThan(mostGrowth);
});

/** A literal as an expression that looks everywhere. */
function read(text: string): RegExp {
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), `${text.slice(end + 1).replace('g', '')}g`);
}
