//! What a first visit to a lesson costs: bytes as they come over the line, and requests.

import { signIn } from '../helpers/people';
import { DEMO_PASSWORD } from '../helpers/server';
import { expect, test } from '../helpers/test';

test.use({ demo: true });

const KB = 1_000;

test('a cold load of a lesson stays small', async ({ device }) => {
  const signedIn = await device();
  await signIn(signedIn, 'sofia@halyard.example', DEMO_PASSWORD);
  await signedIn.goto('/learn/halyard/offering');
  const lesson = await signedIn.locator('ol.row-list a').first().getAttribute('href');

  // Another browser with the session and nothing in its cache.
  const page = await device();
  await page.context().addCookies(await signedIn.context().cookies());
  const network = await page.context().newCDPSession(page);
  const kinds = new Map<string, string>();
  const bytes = new Map<string, number>();
  const wasm = new Set<string>();
  network.on('Network.responseReceived', ({ requestId, type, response }) => {
    kinds.set(requestId, type);
    if (response.url.endsWith('.wasm')) wasm.add(requestId);
  });
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => bytes.set(requestId, encodedDataLength));
  await network.send('Network.enable');
  await page.goto(lesson ?? '');
  await page.waitForLoadState('networkidle');

  const of = (...wanted: string[]) =>
    [...bytes].filter(([id]) => wanted.length === 0 || wanted.includes(kinds.get(id) ?? '')).reduce((sum, [, n]) => sum + n, 0);
  const script = [...wasm].reduce((sum, id) => sum + (bytes.get(id) ?? 0), 0);
  const figures = { requests: bytes.size, beforeItReads: of('Document', 'Stylesheet'), wasm: script, inAll: of() };
  console.log(`cold lesson: ${JSON.stringify(figures)}`);
  expect(figures.beforeItReads).toBeGreaterThan(0);
  expect(figures.beforeItReads).toBeLessThanOrEqual(60 * KB);
  expect(figures.wasm).toBeGreaterThan(0);
  expect(figures.wasm).toBeLessThanOrEqual(150 * KB);
  expect(figures.inAll).toBeLessThanOrEqual(200 * KB);
  expect(figures.requests).toBeLessThanOrEqual(12);
});
