//! What comes instead of an answer of Canoe's never connects a call.

import { createServer } from 'node:net';
import { CLEARED, expect, test } from '../helpers/phone';
import { filled, recipe } from '../helpers/recipes';
import { call } from '../helpers/sipp';
import { StandIn } from '../helpers/standin';

const YES = JSON.stringify({ person: 'somebody', scope: 'outbound', level: 'solo', cleared: true, until: null, reasons: [] });

/** What the stand-in does, and what the caller is told. */
const FAULTS: { what: string; status: number; start: () => Promise<StandIn> }[] = [
  { what: 'an answer after five seconds', status: 503, start: () => StandIn.start(later(5_000)) },
  { what: 'half an answer, then silence', status: 503, start: () => StandIn.start(half) },
  { what: 'a yes that breaks off', status: 503, start: () => StandIn.start(broken) },
  { what: 'something that is not JSON', status: 503, start: () => StandIn.says(200, '<html>Welcome to the proxy</html>') },
  { what: 'JSON that is cut', status: 503, start: () => StandIn.says(200, YES.slice(0, YES.indexOf('true') + 4)) },
  { what: 'nothing', status: 503, start: () => StandIn.says(200, '') },
  { what: 'the word yes', status: 503, start: () => StandIn.says(200, 'true') },
  { what: 'an answer that does not say', status: 503, start: () => StandIn.says(200, '{"person":"somebody","level":"solo"}') },
  { what: 'a yes about something else', status: 503, start: () => StandIn.says(200, `{"nested":${YES}}`) },
  { what: '“true” as a word', status: 503, start: () => StandIn.says(200, '{"cleared":"true"}') },
  { what: 'a one', status: 503, start: () => StandIn.says(200, '{"cleared":1}') },
  { what: 'null', status: 503, start: () => StandIn.says(200, '{"cleared":null}') },
  { what: 'a no', status: 403, start: () => StandIn.says(200, YES.replace('true', 'false')) },
  { what: 'nobody of this name, with a yes', status: 403, start: () => StandIn.says(404, YES) },
  ...[201, 202, 204, 206, 401, 403, 429, 500, 502, 503].map((status) => ({
    what: `status ${status} with a yes`,
    status: 503,
    start: () => StandIn.says(status, status === 204 ? '' : YES),
  })),
];

type Answer = Parameters<typeof StandIn.start>[0];

function later(delay: number): Answer {
  return async (_, response) => {
    await new Promise((done) => setTimeout(done, delay));
    response.end(YES);
  };
}

const half: Answer = (_, response) => void response.writeHead(200, { 'content-length': YES.length }).write(YES.slice(0, 60));

const broken: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': YES.length + 1 }).write(YES, () => response.destroy());
};

test('the stand-in is believed when it answers as Canoe does', async ({ gate, callee, standIn }) => {
  const canoe = await standIn(StandIn.says(200, YES));
  const { port } = await gate({ canoe: canoe.url, key: 'a key' });
  const calls = await call(port, { rep: CLEARED });
  expect(calls.map(({ status }) => status)).toEqual([200]);
  expect(await callee.invites()).toHaveLength(1);

  // It asks what its page writes down.
  const { address, headers } = recipe('kamailio.md');
  const values = { ref: CLEARED, key: 'a key' };
  expect(canoe.asked).toEqual([filled(address, values)]);
  for (const [name, value] of Object.entries(headers)) expect(canoe.headers[0]?.[name.toLowerCase()]).toBe(filled(value, values));
});

for (const { what, status, start } of FAULTS) {
  test(`instead of a yes: ${what}`, async ({ gate, callee, standIn }) => {
    const canoe = await standIn(start());
    const { port } = await gate({ canoe: canoe.url, key: 'a key' });
    const calls = await call(port, { rep: CLEARED });
    expect(calls.map((call) => call.status)).toEqual([status]);
    expect(canoe.asked).toHaveLength(1);
    expect(await callee.invites()).toEqual([]);
  });
}

test('a redirect to a yes is not followed', async ({ gate, callee, standIn }) => {
  const yes = await standIn(StandIn.says(200, YES));
  for (const status of [301, 302, 307, 308]) {
    const canoe = await standIn(StandIn.says(status, YES, { location: `${yes.url}/yes` }));
    const { port } = await gate({ canoe: canoe.url, key: 'a key' });
    expect((await call(port, { rep: CLEARED })).map((call) => call.status)).toEqual([503]);
    expect(canoe.asked).toHaveLength(1);
  }
  expect(yes.asked).toEqual([]);
  expect(await callee.invites()).toEqual([]);
});

test('something that does not speak HTTP answers', async ({ gate, callee }) => {
  const server = createServer((socket) => void socket.on('error', () => socket.destroy()).resume().end(YES));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const { port } = await gate({ canoe: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, key: 'a key' });
  expect((await call(port, { rep: CLEARED })).map((call) => call.status)).toEqual([503]);
  expect(await callee.invites()).toEqual([]);
  await new Promise((done) => server.close(done));
});

test('what the last call was told is not what the next one is told', async ({ gate, callee, standIn }) => {
  const answers = [YES, '', YES, '{}', YES, 'no JSON', YES];
  const canoe = await standIn(StandIn.start((_, response) => void response.end(answers.shift())));
  const { port } = await gate({ canoe: canoe.url, key: 'a key', workers: 1 });
  const statuses = [];
  for (let at = 0; at < 7; at += 1) statuses.push((await call(port, { rep: CLEARED }))[0]?.status);
  expect(statuses).toEqual([200, 503, 200, 503, 200, 503, 200]);
  expect(await callee.invites()).toHaveLength(4);
});

test('who hangs up while Canoe thinks is not connected', async ({ gate, callee, standIn }) => {
  const canoe = await standIn(StandIn.start(later(700)));
  const { port } = await gate({ canoe: canoe.url, key: 'a key' });
  expect((await call(port, { rep: CLEARED, scenario: 'cancelling-caller' })).map((call) => call.status)).toEqual([487]);
  await new Promise((done) => setTimeout(done, 1_000));
  expect(await callee.invites()).toEqual([]);
});

test('a call that says it stands already is not connected', async ({ gate, callee, standIn }) => {
  const canoe = await standIn(StandIn.says(200, YES.replace('true', 'false')));
  const { port } = await gate({ canoe: canoe.url, key: 'a key' });
  const calls = await call(port, { rep: CLEARED, scenario: 'forging-caller', callee: callee.port });
  expect(calls.map((call) => call.status)).toEqual([481]);
  expect(await callee.invites()).toEqual([]);
});
