// Evaluates one task of an array on a node of a batch system: node run-task.js <tasks.json> <index>.
import { mkdir } from "node:fs/promises";
import { buildWrapped } from "../wrapped/build.ts";
import { replyOf } from "../wrapped/reply-of.ts";
import { hasReply, readTask, writeReplyFile } from "./task-files.ts";

const [file, index] = process.argv.slice(2) as [string, string];
const task = await readTask(file, Number(index));

// A batch system may start a task anew that has already replied: it is not evaluated twice.
if (!(await hasReply(task.directory))) {
  const abort = new AbortController();
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, () => abort.abort());
  await mkdir(task.directory, { recursive: true });
  const { evaluator, environment, request, directory } = task;
  const reply = await replyOf(
    async (...given) => (await buildWrapped(evaluator, { ...environment, workers: 1 })).evaluate(...given),
    request,
    { directory, signal: abort.signal, timeoutSeconds: evaluator.timeoutSeconds },
  );
  // Ended from outside, the task leaves no reply: the batch system says why.
  if (reply === undefined) process.exitCode = 1;
  else await writeReplyFile(task, reply);
}
