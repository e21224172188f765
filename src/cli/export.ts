import { once } from 'node:events';
import { createWriteStream, openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { recordHeadings, recordRow } from '../formats/record-csv.ts';
import { csvHead, csvLines } from '../formats/write-csv.ts';
import { StorageError } from '../storage/storage.ts';
import { type Command, onStorage } from './command.ts';
import { progress, tell } from './progress.ts';

/**
 * `export --workspace ID [FILE]`: everything that is stored about a workspace but secrets, a JSON object in each line, to a new file
 * or to the standard output.
 */
export const exportWorkspace = (workspace: string, file: string | undefined): Command =>
  onStorage(({ exporter }) =>
    write(workspace, file, exporter.workspace(workspace), {
      head: '',
      text: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    }),
  );

/** `export --workspace ID --record FILE`: the record of a workspace, as CSV, to a new file. */
export const exportRecord = (workspace: string, file: string): Command =>
  onStorage(({ exporter }) =>
    write(workspace, file, exporter.record(workspace), {
      head: csvHead(recordHeadings),
      text: (entries) => csvLines(entries.map(recordRow)),
    }),
  );

/** Writes page by page. False where there is nothing. */
async function write<Row>(
  workspace: string,
  file: string | undefined,
  pages: AsyncIterable<Row[]>,
  { head, text }: { head: string; text: (rows: Row[]) => string },
): Promise<boolean> {
  const output = file === undefined ? process.stdout : newFile(file);
  const done = progress('Rows');
  let rows = 0;
  await put(output, head);
  for await (const page of pages) {
    await put(output, text(page));
    rows += page.length;
    done(rows);
  }
  if (output !== process.stdout) {
    output.end();
    await finished(output);
  }
  tell(rows === 0 ? `Nothing is stored about ${workspace}.` : `Rows exported: ${rows}.`);
  return rows > 0;
}

function newFile(file: string): Writable {
  try {
    return createWriteStream(file, { fd: openSync(file, 'wx', 0o600) });
  } catch (error) {
    throw new StorageError(
      `${file} can't be written (${error instanceof Error ? error.message : error}). Name a file that there isn't yet.`,
    );
  }
}

/** Waits for whoever reads, so that what is not read yet takes no memory. */
async function put(output: Writable, text: string): Promise<void> {
  if (!output.write(text)) await once(output, 'drain');
}
