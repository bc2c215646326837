//! What a first visit costs: bytes as they come over the line, and requests.

import type { Page } from '@playwright/test';

import { signIn } from '../helpers/people';
import { DEMO_PASSWORD } from '../helpers/server';
import { expect, test } from '../helpers/test';

test.use({ demo: true });

const KB = 1_000;

interface Loaded {
  url: string;
  kind: string;
  bytes: number;
}

/** Opens an address with an empty cache, and says what came over the line. */
async function cold(page: Page, address: string): Promise<Loaded[]> {
  const network = await page.context().newCDPSession(page);
  const started = new Map<string, { url: string; kind: string }>();
  const loaded: Loaded[] = [];
  network.on('Network.responseReceived', ({ requestId, type, response }) =>
    started.set(requestId, { url: response.url, kind: type }),
  );
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    loaded.push({ url: '', kind: '', ...started.get(requestId), bytes: encodedDataLength }),
  );
  await network.send('Network.enable');
  await page.goto(address);
  await page.waitForLoadState('networkidle');
  return loaded;
}

const sum = (loaded: Loaded[]): number => loaded.reduce((all, { bytes }) => all + bytes, 0);

test('a cold load of a lesson stays small', async ({ device }) => {
  const signedIn = await device();
  await signIn(signedIn, 'sofia@halyard.example', DEMO_PASSWORD);
  await signedIn.goto('/learn/halyard/offering');
  const lesson = await signedIn.locator('ol.row-list a').first().getAttribute('href');

  // Another browser with the session and nothing in its cache.
  const page = await device();
  await page.context().addCookies(await signedIn.context().cookies());
  const loaded = await cold(page, lesson ?? '');
  const reads = loaded.filter(({ kind }) => ['Document', 'Stylesheet'].includes(kind));
  const figures = { requests: loaded.length, beforeItReads: sum(reads), inAll: sum(loaded) };
  console.log(`cold lesson: ${JSON.stringify(figures)}`);
  expect(figures.beforeItReads).toBeGreaterThan(0);
  expect(figures.beforeItReads).toBeLessThanOrEqual(60 * KB);
  expect(figures.inAll).toBeLessThanOrEqual(200 * KB);
  expect(figures.requests).toBeLessThanOrEqual(12);
});

test('what runs in the browser stays small', async ({ device }) => {
  const signedIn = await device();
  await signIn(signedIn, 'priya@halyard.example', DEMO_PASSWORD);
  await signedIn.goto('/home');
  await signedIn.getByRole('region').filter({ has: signedIn.locator('#now') }).getByRole('link').first().click();
  await signedIn.getByRole('button', { name: 'Start the quiz' }).click();
  await signedIn.locator('form#answer').waitFor();

  const page = await device();
  await page.context().addCookies(await signedIn.context().cookies());
  const loaded = await cold(page, new URL(signedIn.url()).pathname);
  const wasm = sum(loaded.filter(({ url }) => url.endsWith('.wasm')));
  console.log(`wasm: ${wasm} bytes`);
  expect(wasm).toBeGreaterThan(0);
  expect(wasm).toBeLessThanOrEqual(150 * KB);
});
