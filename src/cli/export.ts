import { once } from 'node:events';
import { createWriteStream, openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { StorageError } from '../storage/storage.ts';
import { type Command, onStorage } from './command.ts';

/** After how many rows it is said how far the export is. */
const progressEvery = 10_000;

/**
 * `export --workspace ID [FILE]`: everything that is stored about a workspace but secrets, a JSON object in each line, to a new file
 * or to the standard output.
 */
export const exportWorkspace = (workspace: string, file: string | undefined): Command =>
  onStorage(async (storage) => {
    const output = file === undefined ? process.stdout : newFile(file);
    let rows = 0;
    for await (const row of storage.exportWorkspace(workspace)) {
      await writeLine(output, JSON.stringify(row));
      rows += 1;
      if (rows % progressEvery === 0) tell(`Rows so far: ${rows}.`);
    }
    if (output !== process.stdout) {
      output.end();
      await finished(output);
    }
    tell(rows === 0 ? `Nothing is stored about ${workspace}.` : `Rows exported: ${rows}.`);
    return rows > 0;
  });

/** Beside the rows, which may go to the standard output. */
const tell = (line: string): boolean => process.stderr.write(`${line}\n`);

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
async function writeLine(output: Writable, line: string): Promise<void> {
  if (!output.write(`${line}\n`)) await once(output, 'drain');
}
