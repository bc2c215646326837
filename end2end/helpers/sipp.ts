//! SIPp as who calls and as who is called. What happened is read from its own log of messages.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Child } from './child';
import { SCRIPT } from './kamailio';
import { freePort, isTaken } from './udp';

const PROGRAM = process.env.CANOE_E2E_SIPP ?? '/usr/bin/sipp';

/** A message as SIPp logged it. */
interface Message {
  /** In milliseconds since 1970, with a fraction. */
  at: number;
  sent: boolean;
  /** `INVITE sip:… SIP/2.0` or `SIP/2.0 200 OK`. */
  start: string;
  call: string;
  /** The method that `CSeq` names. */
  method: string;
}

/** A call as its caller saw it. */
export interface Call {
  id: string;
  /** When its first INVITE was sent, in milliseconds since 1970. */
  begun: number;
  /** The status that ended the INVITE; 0 where none came. */
  status: number;
}

/** An INVITE as the callee got it. */
export interface Invite {
  id: string;
  at: number;
}

interface Options {
  scenario: string;
  /** What of SIPp's own options belongs to this role. */
  args: string[];
}

/** A running SIPp. */
class Sipp {
  private constructor(
    readonly port: number,
    readonly child: Child,
    private readonly folder: string,
  ) {}

  static async start({ scenario, args }: Options): Promise<Sipp> {
    const folder = await mkdtemp(path.join(tmpdir(), 'canoe-sipp-'));
    const port = await freePort();
    const here = ['-i', '127.0.0.1', '-p', `${port}`, '-mi', '127.0.0.1', '-ci', '127.0.0.1'];
    const log = ['-nostdin', '-trace_msg', '-message_file', path.join(folder, 'messages'), '-trace_err', '-error_file', path.join(folder, 'errors')];
    const file = path.join(path.dirname(SCRIPT), 'sipp', `${scenario}.xml`);
    return new Sipp(port, new Child(PROGRAM, ['-sf', file, ...here, ...log, ...args], { TZ: 'UTC', TERM: 'dumb' }), folder);
  }

  /** What it sent and got. */
  async messages(): Promise<Message[]> {
    const text = await readFile(path.join(this.folder, 'messages'), 'utf8').catch(() => '');
    return text.split(/^-{40,} (?=\d{4}-)/m).slice(1).map(parse);
  }

  async remove(): Promise<void> {
    await this.child.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function parse(entry: string): Message {
  const [, date, time, fraction, way, start] =
    /^(\S+) (\d\d:\d\d:\d\d)(\.\d+)\S*\s+UDP message (sent|received)[^\n]*\n\s*(\S[^\r\n]*)/.exec(entry) ?? [];
  const call = /^Call-ID: *(\S+)/im.exec(entry)?.[1];
  const method = /^CSeq: *\d+ +(\S+)/im.exec(entry)?.[1];
  if (!date || !time || !fraction || !start || !call || !method) throw new Error(`not a message of SIPp: ${entry}`);
  return { at: Date.parse(`${date}T${time}Z`) + Number(fraction) * 1000, sent: way === 'sent', start, call, method };
}

/** Who is called: takes every call, and remembers it. */
export class Callee {
  private constructor(private readonly sipp: Sipp) {}

  static async start(): Promise<Callee> {
    const sipp = await Sipp.start({ scenario: 'callee', args: [] });
    await sipp.child.until(() => isTaken(sipp.port));
    return new Callee(sipp);
  }

  get port(): number {
    return this.sipp.port;
  }

  /** Every INVITE that came so far, repetitions too. */
  async invites(): Promise<Invite[]> {
    // What is on its way arrives first.
    await new Promise((done) => setTimeout(done, 300));
    const got = (await this.sipp.messages()).filter(({ sent, start }) => !sent && start.startsWith('INVITE '));
    return got.map(({ call, at }) => ({ id: call, at }));
  }

  stop(): Promise<void> {
    return this.sipp.remove();
  }
}

/** How somebody calls. */
export interface Manner {
  /** The user part of From, as it is written in SIP; From has none where this is empty. */
  rep: string;
  calls?: number;
  /** Calls begun in a second. */
  rate?: number;
  scenario?: string;
  /** The port of the callee, where the scenario names it. */
  callee?: number;
  /** Answers that come where the scenario waits for none are no mistake. */
  calm?: boolean;
}

/** Calls through the proxy at this port, and tells how each call ended. */
export async function call(proxy: number, manner: Manner): Promise<Call[]> {
  const { rep, calls = 1, rate = 50, scenario = 'caller', callee = 0, calm = false } = manner;
  const keys = ['-key', 'from', rep ? `sip:${rep}@127.0.0.1` : 'sip:127.0.0.1', '-key', 'callee', `${callee}`];
  const limits = ['-m', `${calls}`, '-r', `${rate}`, '-l', '2000', '-timeout', '60s', '-timeout_error'];
  const args = [`127.0.0.1:${proxy}`, ...keys, ...limits, ...(calm ? ['-default_behaviors', 'all,-abortunexp'] : [])];
  const sipp = await Sipp.start({ scenario, args });
  try {
    const code = await sipp.child.code;
    const messages = await sipp.messages();
    const found = new Map<string, Call>();
    for (const { at, sent, start, call } of messages.filter(({ method }) => method === 'INVITE')) {
      const known = found.get(call) ?? { id: call, begun: at, status: 0 };
      const status = sent ? 0 : Number(start.split(' ')[1]);
      found.set(call, { ...known, status: status >= 200 ? status : known.status });
    }
    // 1 says that a call went otherwise than its scenario knows: which way is in what is returned.
    if (code !== 0 && code !== 1) throw new Error(`${PROGRAM} failed: ${sipp.child.ended}\n${sipp.child.log}`);
    if (found.size !== calls) throw new Error(`${found.size} calls of ${calls} were made: ${sipp.child.ended}\n${sipp.child.log}`);
    return [...found.values()].sort((a, b) => a.begun - b.begun);
  } finally {
    await sipp.remove();
  }
}
