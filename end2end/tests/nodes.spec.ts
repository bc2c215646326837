//! Two nodes on one PostgreSQL behind a proxy that sends each request to the other one.

import { Desk } from '../helpers/desk';
import { freeTcpPort, Nginx } from '../helpers/nginx';
import { signIn } from '../helpers/people';
import { DATABASE, DEMO_PASSWORD, type Server } from '../helpers/server';
import { fill, give, read, sit } from '../helpers/sitting';
import { expect, test as base } from '../helpers/test';

interface Fixtures {
  /** The second node; the first is `server`. */
  second: Server;
  nginx: Nginx;
  key: string;
}

const test = base.extend<Fixtures>({
  demo: true,

  second: async ({ server }, use) => {
    const second = await server.another();
    await use(second);
    await second.kill();
  },

  nginx: async ({ server, second }, use) => {
    const nginx = await Nginx.start(await freeTcpPort(), [server.url, second.url]);
    await use(nginx);
    await nginx.stop();
  },

  key: async ({ server }, use) => {
    await use((await server.run('api-key', 'create', 'Phone system')).trim());
  },
});

/** What a node says about somebody: `1` or `0`. */
async function mayCall(node: string, key: string, ref: string): Promise<string> {
  const path = `/api/v1/people/${encodeURIComponent(ref)}/clearance?scope=outbound`;
  const answer = await fetch(node + path, { headers: { authorization: `Bearer ${key}`, accept: 'text/plain' } });
  return answer.text();
}

// SQLite is one process.
if (DATABASE === 'postgres') {
  test('a rep sits the exam on two nodes, one of which dies', async ({ server, second, nginx, key, device, watch }) => {
    const page = await device({ baseURL: nginx.url });
    await signIn(page, 'lin@halyard.example', DEMO_PASSWORD);
    expect(await mayCall(second.url, key, 'lin@halyard.example')).toBe('0');
    await page.goto('/exam/outbound');
    await page.getByRole('button', { name: 'Begin the exam' }).click();
    for (let at = 0; at < 4; at += 1) {
      const shown = await read(page);
      expect(shown.position).toBe(at);
      await fill(page, shown);
      await give(page, shown);
    }
    const before = await nginx.answered();
    for (const node of [server, second]) expect(before.get(node.url) ?? 0).toBeGreaterThan(3);

    await watch.whileServerIsGone(async () => {
      await second.kill();
      await sit(page, { script: true });
    });
    await expect(page.locator('h1#verdict')).toHaveText('You may take outbound calls.');
    await second.restart();
    for (const node of [server, second]) expect(await mayCall(node.url, key, 'lin@halyard.example')).toBe('1');
  });

  test('what one node has acknowledged, the other one knows', async ({ server, second, key }) => {
    const ref = 'agent-1003';
    const admin = [await Desk.open(server), await Desk.open(second)] as const;
    const path = `/api/v1/people/${ref}/clearance?scope=outbound`;
    const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${key}` } });
    const { person } = (await answer.json()) as { person: string };
    expect(await mayCall(second.url, key, ref)).toBe('1');
    for (let round = 0; round < 40; round += 1) {
      const here = round % 2;
      const there = here === 0 ? second : server;
      await admin[here].decide(person, 'suspend');
      expect(await mayCall(there.url, key, ref)).toBe('0');
      await admin[here].decide(person, 'reinstate');
      expect(await mayCall(there.url, key, ref)).toBe('1');
    }

    // Checks that are on their way all the time: none that begins after the answer finds a yes.
    let answered = Infinity;
    const checks: { begun: number; said: string }[] = [];
    const ask = async (node: string) => {
      while (performance.now() < answered + 300) {
        const begun = performance.now();
        checks.push({ begun, said: await mayCall(node, key, ref) });
      }
    };
    const asking = Promise.all([server, second, server, second].map((node) => ask(node.url)));
    await new Promise((done) => setTimeout(done, 300));
    await admin[0].decide(person, 'revoke');
    answered = performance.now();
    await asking;
    const after = checks.filter(({ begun }) => begun > answered);
    expect(after.length).toBeGreaterThan(10);
    expect(new Set(after.map(({ said }) => said))).toEqual(new Set(['0']));
    expect(checks.filter(({ begun, said }) => begun < answered && said === '1').length).toBeGreaterThan(10);
  });
}
