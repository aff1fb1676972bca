/** For waiting on a state of the page: a busy machine takes its time. */
export const patience = { timeout: 120_000, interval: 100 } as const;

/** Reads again and again until it holds. Unlike `expect.poll` it also works outside of a test. */
export async function until<T>(
  what: string,
  read: () => Promise<T>,
  holds: (value: T) => boolean,
  timeout: number = patience.timeout,
): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (performance.now() > end) throw new Error(`${what}: in the end it was ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, patience.interval));
  }
}
