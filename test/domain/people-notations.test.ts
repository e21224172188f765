import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parsePeople } from '../../src/domain/people-list.ts';

const inputs = new URL('../fixtures/inputs/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, inputs), 'utf8');

/** `leftovers` are pieces that must be quoted; other words may be, too. */
const notations = z
  .array(
    z.object({
      file: z.string(),
      source: z.string(),
      people: z.array(z.string()),
      leftovers: z.array(z.string()),
    }),
  )
  .parse(JSON.parse(read('texts.json')));

describe('what people paste', () => {
  it.each(notations)('names exactly its people: $file', ({ file, people }) => {
    const found = parsePeople(read(file)).people;
    expect(
      found.map((person) => (person.kind === 'address' ? person.address : person.userId)).sort(),
    ).toEqual([...people].sort());
  });

  it.each(notations.filter(({ leftovers }) => leftovers.length > 0))(
    'is quoted where it names nobody that is certain: $file',
    ({ file, leftovers }) => {
      const quoted = parsePeople(read(file)).leftovers.join('\n');
      for (const piece of leftovers) {
        const words = piece.split(/[\s,;]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
        for (const word of words) expect(quoted).toContain(word);
      }
    },
  );

  it.each([
    ['"ada@old.example" <ada@new.example>', ['ada@new.example']],
    ['"ada@old.example via Docs" <noreply@docs.example>', ['noreply@docs.example']],
    ['ada@old.example <ada@new.example>', ['ada@new.example']],
    ['"eve@evil.example x"@acme.example', []],
  ])('has no person in a display name: %s', (text, people) => {
    expect(parsePeople(text).people).toEqual(
      people.map((address) => ({ kind: 'address', address })),
    );
  });

  it.each(
    read('09-separators.txt')
      .trim()
      .split('\n')
      .map((line, at) => [line, at < 6 ? 2 : 1] as const),
  )('is separated by what people separate with: %s', (line, count) => {
    expect(parsePeople(line)).toMatchObject({ people: { length: count }, leftovers: [] });
  });
});
