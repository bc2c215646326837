//! A real phone system asks a real Canoe.

import { Desk } from '../helpers/desk';
import { CLEARED, expect, NOT_CLEARED, personBehind, test } from '../helpers/phone';
import { call } from '../helpers/sipp';
import { StandIn } from '../helpers/standin';

const status = async (port: number, rep: string) => (await call(port, { rep })).map(({ status }) => status);

test('only who is cleared is connected', async ({ server, key, gate, callee }) => {
  const { port } = await gate({ canoe: server.url, key });
  expect(await status(port, NOT_CLEARED)).toEqual([403]);
  expect(await status(port, 'agent-nobody')).toEqual([403]);
  expect(await callee.invites()).toEqual([]);

  const calls = await call(port, { rep: CLEARED });
  expect(calls.map(({ status }) => status)).toEqual([200]);
  expect((await callee.invites()).map(({ id }) => id)).toEqual(calls.map(({ id }) => id));
});

test('a wrong key and a key that was revoked connect nobody', async ({ server, key, gate, callee }) => {
  const wrong = await gate({ canoe: server.url, key: `${key}x` });
  expect(await status(wrong.port, CLEARED)).toEqual([503]);
  expect(await callee.invites()).toEqual([]);

  const right = await gate({ canoe: server.url, key });
  expect(await status(right.port, CLEARED)).toEqual([200]);
  await server.run('api-key', 'revoke', key.split('_')[1] ?? '');
  expect(await status(right.port, CLEARED)).toEqual([503]);
  expect(await callee.invites()).toHaveLength(1);
});

test('what a caller sends again is asked once and connected once', async ({ server, key, gate, callee, standIn }) => {
  const canoe = await standIn(StandIn.slow(server.url, 450));
  const { port } = await gate({ canoe: canoe.url, key });
  const calls = await call(port, { rep: CLEARED, scenario: 'repeating-caller', calls: 10, rate: 20, calm: true });
  expect(calls.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(canoe.asked).toHaveLength(10);
  expect((await callee.invites()).map(({ id }) => id).sort()).toEqual(calls.map(({ id }) => id).sort());
});

test('a suspension, and the end of it, reach the next call', async ({ server, key, gate, callee }) => {
  const { port } = await gate({ canoe: server.url, key });
  const person = await personBehind(server.url, key, CLEARED);
  const admin = await Desk.open(server);
  expect(await status(port, CLEARED)).toEqual([200]);
  await admin.decide(person, 'suspend');
  expect(await status(port, CLEARED)).toEqual([403]);
  await admin.decide(person, 'reinstate');
  expect(await status(port, CLEARED)).toEqual([200]);
  await admin.decide(person, 'revoke');
  expect(await status(port, CLEARED)).toEqual([403]);
  expect(await callee.invites()).toHaveLength(2);
});

test('an id with signs that mean something in an address asks about that person', async ({ server, key, gate, callee }) => {
  const { port } = await gate({ canoe: server.url, key });
  const person = await personBehind(server.url, key, CLEARED);
  const admin = await Desk.open(server);
  const rename = (id: string) => admin.send('change-person', { person, name: 'Sofia Rossi', email: 'sofia@halyard.example', external_id: id });
  // Each with how SIP writes it, and with a way of writing it that is somebody else.
  const ids: [string, string, string][] = [
    ['rep 7', 'rep%207', 'rep+7'],
    ['rep+7', 'rep+7', 'rep%207'],
    ['50%', '50%25', '50'],
    ["o'neill", "o'neill", 'oneill'],
    ['sales/7', 'sales/7', 'sales'],
    ['7?scope=inbound', '7?scope=inbound', '7'],
    ['a&b;c', 'a&b%3bc', 'a'],
    ['“ü”', '%E2%80%9C%C3%BC%E2%80%9D', 'ü'],
  ];
  for (const [id, written, other] of ids) {
    await rename(id);
    expect([id, await status(port, written), await status(port, other)]).toEqual([id, [200], [403]]);
  }
  expect(await callee.invites()).toHaveLength(ids.length);
  // Neither may an id lead to the address of another.
  await rename(CLEARED);
  for (const way of [`nobody/../${CLEARED}`, `nobody/clearance?scope=outbound&x=/../${CLEARED}`, '..', `%2e%2e/people/${CLEARED}`]) {
    expect([way, await status(port, way)]).toEqual([way, [403]]);
  }
  expect(await callee.invites()).toHaveLength(ids.length);
});

test('a name that cannot be read is not the name of the last caller', async ({ server, key, gate, callee }) => {
  const { port } = await gate({ canoe: server.url, key, workers: 1 });
  // Canoe knows nobody of these names; the one that is not UTF-8 it cannot read.
  const names: [string, number][] = [['', 403], ['%', 403], ['%zz', 403], ['%00', 403], ['%E2%28', 503], ['a%0d%0aX:%20y', 403]];
  for (const [name, told] of names) {
    expect([name, await status(port, CLEARED), await status(port, name)]).toEqual([name, [200], [told]]);
  }
  expect(await callee.invites()).toHaveLength(names.length);
});

test('a call that stands is held and taken up again', async ({ server, key, gate, callee }) => {
  const { port } = await gate({ canoe: server.url, key });
  const calls = await call(port, { rep: CLEARED, scenario: 'holding-caller' });
  expect(calls.map(({ status }) => status)).toEqual([200]);
  expect((await callee.invites()).map(({ id }) => id)).toEqual([calls[0]?.id, calls[0]?.id]);
});
