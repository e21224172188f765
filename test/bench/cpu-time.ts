const cpu = () => process.cpuUsage().user / 1_000;

/** Processor time in milliseconds, five times; what is too quick for the clock is done `times` times each. */
export async function timeOf(work: () => unknown, times = 1): Promise<number[]> {
  const taken: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const before = cpu();
    for (let done = 0; done < times; done += 1) await work();
    taken.push((cpu() - before) / times);
  }
  return taken;
}
