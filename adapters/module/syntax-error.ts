import { execFile } from "node:child_process";
import { basename, extname } from "node:path";
import { promisify } from "node:util";

/**
 * Why a module cannot be loaded, with the line: a syntax error of an ES module does not know it, `node --check` does. Where only the file's
 * name is wrong, with the repair.
 */
export async function withSyntaxErrorPlace(module: string, reason: string): Promise<string> {
  if (/import statement outside a module|Unexpected token 'export'/.test(reason)) {
    return `${reason}; name the file .m${extname(module).replace(/^\.c?m?/, "")}, or set "type": "module" in the package.json above it`;
  }
  if (!/^SyntaxError: [^(]*$/.test(reason)) return reason;
  try {
    await promisify(execFile)(process.execPath, ["--check", module]);
    return reason;
  } catch (error) {
    const line = /:(\d+)$/m.exec((error as { stderr?: string }).stderr ?? "")?.[1];
    return line === undefined ? reason : `${reason} (${basename(module)}:${line})`;
  }
}
