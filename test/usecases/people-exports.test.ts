import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parsePeopleFile } from '../../src/usecases/parse-people-file.ts';

const inputs = new URL('../fixtures/inputs/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, inputs));

/** `quoted` is what must be said of those who are not invited. */
const exported = z
  .array(
    z.object({
      file: z.string(),
      source: z.string(),
      people: z.array(z.string()),
      quoted: z.array(z.string()),
    }),
  )
  .parse(JSON.parse(read('exports.json').toString()));

describe('a file that another product has exported', () => {
  it.each(exported)('has exactly its people: $file', async ({ file, people, quoted }) => {
    const found = await parsePeopleFile(read(file));
    if (!found.ok) throw new Error(found.error.why);
    const { lines, leftOut } = found.value;
    const named = new Set(found.value.people.map(({ address }) => address.toLowerCase()));
    expect([...named].sort()).toEqual(people.map((each) => each.toLowerCase()).sort());
    const said = JSON.stringify([lines, leftOut]);
    for (const piece of quoted) expect(said).toContain(piece);
  });

  it('never has a password of its rows quoted, where it names somebody', async () => {
    const found = await parsePeopleFile(read('90-matrix-threepids.csv'));
    expect(JSON.stringify(found)).not.toContain('secretpassword');
  });
});
