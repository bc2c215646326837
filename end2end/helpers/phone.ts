//! The tests' own `test` where a phone system asks: Canoe with the demo company, a callee, and proxies between them.

import { test as base } from './test';
import { Kamailio, type Ways } from './kamailio';
import { Callee } from './sipp';
import { StandIn } from './standin';

export { expect } from './test';

/** Certified, by the demo's script. */
export const CLEARED = 'agent-1003';
/** All modules finished, and no exam. */
export const NOT_CLEARED = 'agent-1002';

interface Fixtures {
  /** An API key that may read clearances. */
  key: string;
  callee: Callee;
  /** Starts a proxy that asks and sends its calls to the callee. */
  gate: (ways: Omit<Ways, 'callee'>) => Promise<Kamailio>;
  /** Takes care that a stand-in ends with the test. */
  standIn: (starting: Promise<StandIn>) => Promise<StandIn>;
}

export const test = base.extend<Fixtures>({
  demo: true,

  key: async ({ server }, use) => {
    await use((await server.run('api-key', 'create', 'Phone system')).trim());
  },

  callee: async ({}, use) => {
    const callee = await Callee.start();
    await use(callee);
    await callee.stop();
  },

  gate: async ({ callee }, use, info) => {
    const started: Kamailio[] = [];
    await use(async (ways) => {
      const kamailio = await Kamailio.start({ callee: callee.port, ...ways });
      started.push(kamailio);
      return kamailio;
    });
    for (const kamailio of started) {
      if (info.status !== info.expectedStatus) await info.attach('kamailio.log', { body: kamailio.log, contentType: 'text/plain' });
      await kamailio.stop();
    }
  },

  standIn: async ({}, use) => {
    const started: StandIn[] = [];
    await use(async (starting) => {
      const standIn = await starting;
      started.push(standIn);
      return standIn;
    });
    for (const standIn of started) await standIn.stop();
  },
});

/** The id of somebody whom the phone system knows by another. */
export async function personBehind(canoe: string, key: string, ref: string): Promise<string> {
  const path = `/api/v1/people/${encodeURIComponent(ref)}/clearance?scope=outbound`;
  const answer = await fetch(canoe + path, { headers: { authorization: `Bearer ${key}` } });
  return ((await answer.json()) as { person: string }).person;
}
