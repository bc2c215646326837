//! A server of its own for each test: a free port, a fresh database, and the power to kill it.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The root of the repository. */
export const ROOT = path.resolve(__dirname, '../..');

/** The password of everybody in the demo company. */
export const DEMO_PASSWORD = 'quiet-river-early-light';

interface Database {
  url: string;
  remove(): Promise<void>;
}

async function sqlite(): Promise<Database> {
  const folder = await mkdtemp(path.join(tmpdir(), 'canoe-e2e-'));
  return {
    url: `sqlite://${path.join(folder, 'c.db')}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function postgres(): Promise<Database> {
  const base = process.env.CANOE_E2E_DATABASE_URL;
  if (!base) throw new Error('CANOE_E2E_DATABASE=postgres needs CANOE_E2E_DATABASE_URL');
  const name = `canoe_e2e_${randomBytes(8).toString('hex')}`;
  const ask = (sql: string) => run('psql', ['--no-psqlrc', '--quiet', '--dbname', base, '--command', sql]);
  await ask(`create database ${name} template template0`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    remove: async () => void (await ask(`drop database if exists ${name} with (force)`)),
  };
}

/** `sqlite` or `postgres`: the database this run is about. */
export const DATABASE = process.env.CANOE_E2E_DATABASE ?? 'sqlite';

const BINARY = process.env.CANOE_E2E_BINARY ?? path.join(ROOT, 'target/debug/canoe');

/** Settings of whoever runs the tests must not reach the server, but for where its files are. */
function environment(content: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    CANOE_ASSETS: path.join(ROOT, 'frontend/dist'),
    CANOE_CONTENT: path.join(ROOT, 'content/packs'),
  };
  for (const [name, value] of Object.entries(process.env)) {
    const passes = !name.startsWith('CANOE_') || name === 'CANOE_ASSETS' || name === 'CANOE_CONTENT';
    if (passes) env[name] = value;
  }
  if (content) env.CANOE_CONTENT = content;
  return env;
}

/** A running `canoe serve`. */
export class Server {
  /** Where it answers, without a slash at the end. */
  url = '';
  /** The link of the first admin; empty with `--demo` and after a restart. */
  setUpLink = '';
  /** What it wrote to stdout and stderr, over all its lives. */
  log = '';
  private child: ChildProcess | undefined;

  private constructor(
    private readonly database: Database,
    private readonly content: string,
    private readonly settings: Record<string, string>,
  ) {}

  /**
   * Starts one on an empty database; with `demo`, on the demo company; with `content`, on other packs than those of the repository; with
   * `settings`, under these variables.
   */
  static async start({ demo = false, content = '', settings = {} as Record<string, string> } = {}): Promise<Server> {
    const server = new Server(DATABASE === 'postgres' ? await postgres() : await sqlite(), content, settings);
    try {
      await server.spawn('127.0.0.1:0', demo);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Starts another node on the same database. It is to be killed, not stopped: the database is this one's. */
  async another(): Promise<Server> {
    const server = new Server(this.database, this.content);
    await server.spawn('127.0.0.1:0', false);
    return server;
  }

  /** Starts it again where it was, on the same database. */
  async restart(): Promise<void> {
    await this.spawn(new URL(this.url).host, false);
  }

  /** Runs another command of `canoe` on its database and returns what that wrote. */
  async run(...args: string[]): Promise<string> {
    return (await run(BINARY, [...args, '--database', this.database.url], { env: { ...environment(this.content), ...this.settings }, cwd: tmpdir() })).stdout;
  }

  /** Ends it at once, as a power cut would, and waits until it is gone. */
  async kill(): Promise<void> {
    const child = this.child;
    if (!child) return;
    this.child = undefined;
    const gone = new Promise((done) => child.once('exit', done));
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await gone;
  }

  /** Ends it for good and removes its database. */
  async stop(): Promise<void> {
    await this.kill();
    await this.database.remove();
  }

  private async spawn(addr: string, demo: boolean): Promise<void> {
    const args = ['serve', '--addr', addr, '--database', this.database.url, ...(demo ? ['--demo'] : [])];
    const child = spawn(BINARY, args, { env: { ...environment(this.content), ...this.settings }, cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk;
      this.log += chunk;
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    let failed: string | undefined;
    child.once('error', (error) => (failed = String(error)));
    child.once('exit', (code, signal) => (failed ??= `it ended with ${code ?? signal}`));

    const deadline = Date.now() + 120_000;
    while (Date.now() < deadline) {
      if (failed) throw new Error(`canoe serve did not start: ${failed}\n${said}`);
      const url = /^Canoe is at (\S+)$/m.exec(said)?.[1];
      if (url && (await ready(url))) {
        this.url = url;
        this.setUpLink = /^Make the first admin\b.*?(http\S+)$/m.exec(said)?.[1] ?? '';
        return;
      }
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`canoe serve was not ready in time\n${said}`);
  }
}

async function ready(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
