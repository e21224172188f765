import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Rows after which what is no longer needed is freed: fewer make it slow, more make it large. */
const rowsPerCollection = 2_000;

/**
 * Keeps a command that reads everything as small as one that reads little. V8 frees what is no longer needed only once its heap has
 * grown to several times that, and operators run these commands beside the product. Is told how many rows were read so far.
 * https://nodejs.org/api/v8.html#v8setflagsfromstringflags
 */
export function keepSmall(): (rows: number) => void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  let collectedAt = 0;
  return (rows) => {
    if (rows - collectedAt < rowsPerCollection) return;
    collectedAt = rows;
    collect();
  };
}
