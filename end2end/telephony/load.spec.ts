//! Decisions and power cuts in the middle of fifty calls a second.

import { setTimeout as sleep } from 'node:timers/promises';
import { Desk } from '../helpers/desk';
import { CLEARED, expect, personBehind, test } from '../helpers/phone';
import { type Call, call } from '../helpers/sipp';

const RATE = 50;
const SECONDS = 6;
const LOAD = { rep: CLEARED, rate: RATE, calls: RATE * SECONDS };

/** Now, in milliseconds since 1970 with a fraction, as SIPp logs it. */
const now = () => performance.timeOrigin + performance.now();

/** The statuses of these calls, each once. */
const statuses = (calls: Call[]) => [...new Set(calls.map(({ status }) => status))].sort();

for (const verdict of ['suspend', 'revoke'] as const) {
  test(`after the answer to a ${verdict} no call passes`, async ({ server, key, gate, callee }) => {
    const { port } = await gate({ canoe: server.url, key });
    const person = await personBehind(server.url, key, CLEARED);
    const admin = await Desk.open(server);

    const load = call(port, LOAD);
    await sleep((SECONDS * 1000) / 2);
    await admin.decide(person, verdict);
    const answered = now();
    const calls = await load;

    const after = calls.filter(({ begun }) => begun > answered);
    const before = calls.filter(({ begun }) => begun < answered);
    expect(after.length).toBeGreaterThan(RATE);
    expect(before.filter(({ status }) => status === 200).length).toBeGreaterThan(RATE);
    expect(statuses(after)).toEqual([403]);
    expect(statuses(before.filter(({ status }) => status !== 403))).toEqual([200]);

    // Exactly the calls that their callers saw connected reached the callee, each once.
    const connected = calls.filter(({ status }) => status === 200).map(({ id }) => id);
    expect((await callee.invites()).map(({ id }) => id).sort()).toEqual(connected.sort());
  });
}

test('Canoe is killed and started again in the middle of calls', async ({ server, key, gate, callee }) => {
  const { port } = await gate({ canoe: server.url, key });
  // Long enough for a server that takes its time to start.
  const load = call(port, { ...LOAD, calls: RATE * 10 });
  await sleep(2_000);
  await server.kill();
  const killed = now();
  await sleep(1_500);
  const starting = now();
  await server.restart();
  const back = now();
  const calls = await load;

  const between = (from: number, to: number) => calls.filter(({ begun }) => begun > from && begun < to);
  const [away, again] = [between(killed, starting), between(back, Infinity)];
  expect(away.length).toBeGreaterThan(RATE);
  expect(again.length).toBeGreaterThan(RATE);
  expect(statuses(away)).toEqual([503]);
  expect(statuses(again)).toEqual([200]);
  expect(statuses(calls)).toEqual([200, 503]);

  const connected = calls.filter(({ status }) => status === 200).map(({ id }) => id);
  expect((await callee.invites()).map(({ id }) => id).sort()).toEqual(connected.sort());
});
