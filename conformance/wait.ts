/**
 * How long a state may take to be reached. Checks wait for states, so this costs time only where a check fails; it is longer than the
 * two minutes for which a budget counts an evicted pod that it did not see go (see checks/settled.ts).
 */
export const PATIENCE_SECONDS = 180;

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Seconds since `start`, with one decimal. */
export const secondsSince = (start: number) => Math.round((Date.now() - start) / 100) / 10;

/** Asks again and again until the answer is true; false when the time is over. */
export async function until(limitSeconds: number, question: () => Promise<boolean> | boolean, pauseMs = 500): Promise<boolean> {
  const end = Date.now() + limitSeconds * 1000;
  while (!(await question())) {
    if (Date.now() > end) return false;
    await sleep(pauseMs);
  }
  return true;
}

/** Runs the tasks, at most `width` at a time, and keeps their order. */
export async function pool<T, R>(items: T[], width: number, task: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await task(items[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
