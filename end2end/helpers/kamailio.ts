//! Kamailio with the script of `integrations/kamailio`, on a port of its own.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Child } from './child';
import { answersOptions, freePort } from './udp';

/** The script, and the folder of SIPp's scenarios. */
export const SCRIPT = path.resolve(__dirname, '../integrations/kamailio/kamailio.cfg');
/** Debian keeps it off the PATH of ordinary users. */
const PROGRAM = process.env.CANOE_E2E_KAMAILIO ?? '/usr/sbin/kamailio';

/** Whom Kamailio asks and where it sends calls. */
export interface Ways {
  /** Where Canoe answers, or something in its place. */
  canoe: string;
  key: string;
  /** The port of whoever is called. */
  callee: number;
  /** Workers; one alone shows what a worker keeps from one call to the next. */
  workers?: number;
}

/** A running Kamailio. */
export class Kamailio {
  private constructor(
    /** Where it takes calls. */
    readonly port: number,
    private readonly child: Child,
    private readonly folder: string,
  ) {}

  static async start({ canoe, key, callee, workers = 16 }: Ways): Promise<Kamailio> {
    const folder = await mkdtemp(path.join(tmpdir(), 'canoe-kamailio-'));
    const port = await freePort();
    const args = ['-DD', '-E', '-f', SCRIPT, '-A', `WORKERS=${workers}`, '-Y', folder, '-w', folder, '-m', '32'];
    const child = new Child(PROGRAM, args, {
      GATE_LISTEN: `udp:127.0.0.1:${port}`,
      GATE_CANOE: canoe,
      GATE_KEY: key,
      GATE_NEXT_HOP: `sip:127.0.0.1:${callee}`,
    });
    const kamailio = new Kamailio(port, child, folder);
    try {
      await child.until(() => answersOptions(port));
    } catch (error) {
      await kamailio.stop();
      throw error;
    }
    return kamailio;
  }

  /** What it wrote. */
  get log(): string {
    return this.child.log;
  }

  async stop(): Promise<void> {
    await this.child.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}
