import { execFile } from "node:child_process";
import { oneLine } from "../../src/evaluation/index.ts";
import { BatchError } from "./batch-system.ts";

/** How long a program of a batch system may take to answer. */
const answerSeconds = 120;
const maximumAnswerBytes = 64 * 1_048_576;

export interface Answer {
  readonly code: number; // 0: it did what it was asked
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of a batch system with the given words; no shell. Throws a BatchError when it cannot be run or does not answer. */
export function runProgram(name: string, words: readonly string[], cwd = "/"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { cwd, timeout: answerSeconds * 1000, maxBuffer: maximumAnswerBytes, killSignal: "SIGKILL" } as const;
    execFile(name, words, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === "number") resolve({ code, stdout, stderr });
      else if (code === "ENOENT") reject(new BatchError(`expected ${name} on PATH, got none`, false));
      else reject(new BatchError(`expected an answer of ${name} within ${answerSeconds} s, got ${oneLine(String(error?.message))}`, true));
    });
  });
}

/** What a program complained of, as one line. */
export function complaintOf(name: string, { code, stdout, stderr }: Answer): string {
  const words = stderr.trim() === "" ? stdout : stderr;
  return oneLine(`${name}: ${words.trim() === "" ? `exit code ${code}` : words.trim().split(/\s*\n\s*/).join("; ")}`);
}
