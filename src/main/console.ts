import { fstatSync, writeSync } from "node:fs";

export const stdout = 1;
export const stderr = 2;

/**
 * Writes all of a text before it returns, so that nothing is lost when the process ends.
 *
 * A pipe whose reader lags answers EAGAIN and is tried again; one whose reader has gone (EPIPE) wants nothing more. Any
 * other failure of standard output is thrown (see `isWriteFailure`); of one of stderr nobody could be told.
 */
export function write(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const code = codeOf(error);
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") {
        if (descriptor === stderr) return;
        throw error;
      }
      pause();
    }
  }
}

/** Whether people read standard output. */
export function isOnTerminal(): boolean {
  // Node loads its network modules to answer `isTTY`: pipes and files do not wait for that.
  return fstatSync(stdout).isCharacterDevice() && process.stdout.isTTY;
}

/** Whether the system refused to take what was written, as a full disk does: no fault of the program. */
export function isWriteFailure(error: unknown): boolean {
  return typeof error === "object" && error !== null && "syscall" in error && error.syscall === "write";
}

/** The code of an error of the system, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

const bell = new Int32Array(new SharedArrayBuffer(4));

function pause(): void {
  Atomics.wait(bell, 0, 0, 2);
}
