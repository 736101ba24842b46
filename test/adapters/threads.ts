/** The worker threads of this process, each by its id. */
export function threadsAlive(): readonly string[] {
  const { workers } = process.report.getReport() as unknown as { readonly workers: readonly { header: { threadId: number } }[] };
  return workers.map(({ header }) => `thread ${header.threadId}`);
}
