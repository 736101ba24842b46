import { EvaluationError, type EvaluationRequest, maximumReplyBytes, parseReplyLine, show } from "../../src/evaluation/index.ts";
import { describeExit, type Exit } from "./exit.ts";
import { lastLines, maximumOutputBytes } from "./output.ts";
import { requestLine } from "./request-line.ts";
import type { RollingLog } from "./rolling-log.ts";
import type { SupervisedProcess } from "./supervised-process.ts";

interface Question {
  readonly id: string;
  readonly resolve: (reply: object) => void;
  readonly reject: (error: EvaluationError) => void;
  reply?: object; // heard, but not yet sure to be the only one
}

/**
 * One process of a conversation, from its start to its end: one line of JSON for each question. What else it prints on
 * stdout goes to a log. A process that breaks the rule is ended, and so is the attempt it worked on, lest its next line be
 * taken for the reply to another request; a reply that holds the request's `id` is checked for that.
 */
export class Partner {
  readonly process: SupervisedProcess;
  readonly #logs: Readonly<Record<"stdout" | "stderr", RollingLog>>;
  #question: Question | undefined;
  #answered = 0;
  #line = ""; // of stdout, not complete yet
  #said = ""; // the end of what it wrote to stderr since the last question
  #printed = 0; // characters since the last question
  #problem: EvaluationError | undefined;

  constructor(process: SupervisedProcess, logs: Readonly<Record<"stdout" | "stderr", RollingLog>>) {
    this.process = process;
    this.#logs = logs;
    const { stdin, stdout, stderr } = process.child;
    stdin!.on("error", () => this.#breakOff("the persistent process failed: it reads no more requests"));
    stdout!.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    stdout!.on("end", () => this.#hear(this.#line));
    stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.#said = (this.#said + text).slice(-8192);
      logs.stderr.append(text);
      this.#count(text);
    });
    process.exit.then((exit) => this.#end(exit), (error: EvaluationError) => this.#question?.reject(error));
  }

  /** It has ended or is about to: it takes no more questions. */
  get ending(): boolean {
    const { exitCode, signalCode } = this.process.child;
    return exitCode !== null || signalCode !== null || this.#problem !== undefined;
  }

  /** Puts a question; while it is open there must be no other. An attempt that fails has ended the process. */
  async ask(request: EvaluationRequest, signal: AbortSignal): Promise<object> {
    const { promise, resolve, reject } = Promise.withResolvers<object>();
    this.#question = { id: request.id, resolve, reject };
    [this.#said, this.#printed] = ["", 0];
    const abort = (): void => this.#breakOff("the evaluation was aborted");
    signal.addEventListener("abort", abort, { once: true });
    this.process.child.stdin!.write(requestLine(request));
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", abort);
      this.#question = undefined;
    }
  }

  #read(text: string): void {
    const lines = (this.#line + text).split("\n");
    this.#line = lines.pop()!;
    for (const line of lines) this.#hear(line);
    if (this.#line.length > maximumReplyBytes) this.#breakOff(`expected lines of at most ${maximumReplyBytes} bytes on stdout`);
    this.#count(text);
  }

  #hear(line: string): void {
    const reply = parseReplyLine(line);
    const question = this.#question;
    if (reply === undefined) {
      if (line !== "") this.#logs.stdout.append(`${line}\n`); // a library's banner, a progress report
    } else if (question === undefined) this.#breakOff(`expected no reply without a request, got ${show(reply)}`);
    else if (question.reply !== undefined) this.#breakOff(`expected one line of JSON for one request, got also ${show(reply)}`);
    else if (!("observables" in reply || "infeasible" in reply || "failed" in reply)) {
      this.#breakOff(`expected a line with observables, infeasible or failed, got ${show(reply)}`);
    } else if ("id" in reply && reply.id !== question.id) {
      this.#breakOff(`expected the reply to ${question.id}, got that to ${show(reply.id)}`);
    } else {
      question.reply = reply;
      setImmediate(() => this.#answer(question)); // after the lines that came with it
    }
  }

  #answer(question: Question): void {
    if (this.#problem !== undefined || question.reply === undefined) return;
    this.#answered++;
    question.resolve(question.reply);
  }

  #count(text: string): void {
    this.#printed += text.length;
    if (this.#printed > maximumOutputBytes) this.#breakOff(`expected at most ${maximumOutputBytes} bytes of output for one request`);
  }

  /** The process cannot be trusted with another question. */
  #breakOff(reason: string): void {
    this.#problem ??= new EvaluationError(reason, true);
    this.process.terminate();
  }

  #end(exit: Exit): void {
    const question = this.#question;
    if (question === undefined) return;
    this.#answer(question); // it may have replied with its last breath
    const words = this.#said === "" ? "nothing on stderr" : lastLines(this.#said);
    const start = this.#answered === 0 ? "the persistent process ended before its first reply: " : "";
    question.reject(this.#problem ?? describeExit(exit, start + words));
  }
}
