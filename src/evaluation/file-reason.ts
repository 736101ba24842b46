const words: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "a read-only file system",
  ENOSPC: "a full disk",
  EDQUOT: "a used-up disk quota",
  ENOTDIR: "a path that leads through a file",
  EEXIST: "a file in its place",
  EISDIR: "a directory in its place",
};

/** Whether the operating system refused something, as opposed to a mistake of ours. */
export function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

/** Why a file could not be read or written, in words that go on a message: `got ${fileReason(error)}`. */
export function fileReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code !== undefined && words[code]) || message;
}
