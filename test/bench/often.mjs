/** Comes before a process that is to do every two seconds what it does every five minutes. */
const { setTimeout } = globalThis;
globalThis.setTimeout = (work, delay, ...rest) =>
  setTimeout(work, delay === 300_000 ? 2_000 : delay, ...rest);
