//! Programs beside the server: what they say is kept, and they are gone after the test.

import { type ChildProcess, spawn } from 'node:child_process';

/** A running program. */
export class Child {
  /** What it wrote. */
  log = '';
  /** Why it is no longer there. */
  ended: string | undefined;
  /** Its exit code, once it has ended; null where a signal ended it. */
  readonly code: Promise<number | null>;
  private readonly process: ChildProcess;

  constructor(
    private readonly program: string,
    args: string[],
    env: NodeJS.ProcessEnv = {},
  ) {
    // A group of its own, so that its own children go with it.
    this.process = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const hear = (chunk: Buffer) => void (this.log += chunk);
    this.process.stdout?.on('data', hear);
    this.process.stderr?.on('data', hear);
    this.code = new Promise((done) => {
      this.process.once('error', (error) => {
        this.ended = `${String(error)}: is ${program} installed? \`cargo xtask setup --tests\` installs it`;
        done(null);
      });
      this.process.once('exit', (code, signal) => {
        this.ended ??= `it ended with ${code ?? signal}`;
        done(code);
      });
    });
  }

  /** Waits until the program is ready; fails when it ends before, or takes too long. */
  async until(ready: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (Date.now() < deadline) {
      if (this.ended) throw new Error(`${this.program} did not start: ${this.ended}\n${this.log}`);
      if (await ready()) return;
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error(`${this.program} was not ready in time\n${this.log}`);
  }

  /** Ends it and what it started, and waits until it is gone. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.ended === undefined && this.process.pid !== undefined) process.kill(-this.process.pid, signal);
    await this.code;
  }
}
