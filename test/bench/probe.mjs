/**
 * Comes before a script that is measured, and answers the messages that it is sent. `used`: how many bytes are in use, once garbage is
 * collected. `turns`: the longest time that its main thread has worked since the last such message before anything else had its turn,
 * as processor time in milliseconds, so that it doesn't matter what else the machine does; up to an interval too much.
 */
const interval = 5;
const mebibyte = 2 ** 20;
let before;
let longest = 0;

function watch() {
  const now = process.threadCpuUsage();
  const worked = now.user + now.system - before.user - before.system;
  longest = Math.max(longest, worked / 1_000);
  before = now;
}

const answers = {
  used: () => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / mebibyte;
  },
  turns: () => {
    if (!before) {
      before = process.threadCpuUsage();
      setInterval(watch, interval).unref();
    }
    const found = longest;
    longest = 0;
    return found;
  },
};

process.on('message', (what) => process.send?.(answers[what]?.()));
