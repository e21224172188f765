/** Comes before a script that is measured: collects garbage and says how many bytes are in use, whenever it is asked. */
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.(heapUsed + external);
});
