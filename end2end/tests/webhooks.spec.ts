//! Webhooks of a real server at a receiver that is not ours to write: its signatures are checked by the specification's own library.

import type { Page } from '@playwright/test';
import { signIn } from '../helpers/people';
import { Receiver, type Told, verified } from '../helpers/receiver';
import { DEMO_PASSWORD, type Server } from '../helpers/server';
import { expect, test } from '../helpers/test';

test.use({ demo: true, settings: { CANOE_WEBHOOK_PRIVATE_NETWORKS: '127.0.0.0/8' } });

const ROUNDS = 16;

/** Makes a webhook on its page and returns the address of that page, and the secret. */
async function make(page: Page, url: string): Promise<{ hook: string; secret: string }> {
  await page.goto('/webhooks');
  await page.getByLabel('Description').fill('CRM');
  await page.getByLabel('Address').fill(url);
  await page.getByRole('button', { name: 'Make the webhook' }).click();
  return { hook: page.url(), secret: await shownSecret(page) };
}

/** The secret that the page shows, once. */
async function shownSecret(page: Page): Promise<string> {
  const shown = page.getByRole('region', { name: 'The secret' });
  const secret = (await shown.locator('code').first().textContent())?.trim() ?? '';
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'CRM' })).toBeVisible();
  await expect(shown).toHaveCount(0);
  return secret;
}

/** Assigns the path to a team, due in so many days: an event for each person in it. */
async function assign(page: Page, server: Server, team: string, days: number): Promise<string> {
  const due = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const answer = await page.request.post(`${server.url}/api/assign`, {
    form: { path: 'halyard/outbound-onboarding', to: team, due },
    headers: { accept: 'application/json', origin: server.url },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return due;
}

async function someTeam(page: Page): Promise<string> {
  await page.goto('/assign');
  const targets = page.getByRole('combobox', { name: 'To' }).locator('option[value^="team:"]');
  return (await targets.first().getAttribute('value')) ?? '';
}

test('a server that is killed among its deliveries loses none of them', async ({ server, device }) => {
  const receiver = await Receiver.start();
  try {
    const page = await device();
    await signIn(page, 'alex@halyard.example', DEMO_PASSWORD);
    const team = await someTeam(page);
    const { hook, secret } = await make(page, receiver.url);

    receiver.delay = 40;
    const dues: string[] = [];
    for (let days = 1; days <= ROUNDS; days += 1) dues.push(await assign(page, server, team, days));
    await expect.poll(() => receiver.messages.length, { timeout: 60_000, intervals: [5] }).toBeGreaterThan(8);
    await server.kill();
    const before = receiver.messages.length;
    await server.restart();

    // What was in hand is sent again when its claim runs out, after a minute.
    const told = () => new Set(receiver.messages.map((message) => message.id)).size;
    await page.goto(`${hook}?show=pending`);
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Nothing on the way' })).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 180_000 });
    expect(before, 'it was killed in the middle').toBeLessThan(told());

    const order = new Map<string, string[]>();
    const bodies = new Map<string, string>();
    for (const message of receiver.messages) {
      const said: Told = verified(secret, message);
      expect(said.type).toBe('assignment.created');
      expect(bodies.get(message.id) ?? message.body, 'the same bytes each time').toBe(message.body);
      const again = bodies.has(message.id);
      bodies.set(message.id, message.body);
      const person = said.data.person?.id ?? '';
      const seen = order.get(person) ?? [];
      if (!again) order.set(person, [...seen, said.data.due_at?.slice(0, 10) ?? '']);
    }
    expect(order.size).toBeGreaterThan(1);
    for (const [person, seen] of order) {
      expect(seen.length, `everything about ${person}`).toBe(ROUNDS);
      expect(seen, `in order about ${person}`).toEqual([...seen].sort());
    }
    expect(new Set([...order.values()].flat()).size).toBe(new Set(dues).size);
    const first = receiver.messages[0];
    if (!first) throw new Error('nothing came');
    expect(() => verified(secret, { ...first, body: `${first.body} ` }), 'the check can fail').toThrow(/signature/);
  } finally {
    await receiver.stop();
  }
});

test('a webhook is tried out, fails, is sent again, and changes its secret', async ({ device, watch }) => {
  const receiver = await Receiver.start();
  try {
    const page = await device({ javaScriptEnabled: false });
    await signIn(page, 'alex@halyard.example', DEMO_PASSWORD);
    await page.goto('/webhooks');
    await page.getByLabel('Description').fill('CRM');
    watch.allowStatus(422, /webhooks/);
    await page.getByLabel('Address').fill('http://169.254.169.254/latest');
    await page.getByRole('button', { name: 'Make the webhook' }).click();
    await expect(page.getByText('is a private or reserved address')).toBeVisible();

    const { hook, secret } = await make(page, receiver.url);
    receiver.status = 500;
    await page.getByRole('button', { name: 'Send a test event' }).click();
    await expect.poll(() => receiver.messages.length).toBe(1);
    const row = page.getByRole('row').filter({ hasText: 'webhook.test' });
    await expect(async () => {
      await page.goto(hook);
      await expect(row).toContainText('Answered 500.', { timeout: 500 });
    }).toPass();

    receiver.status = 200;
    await row.getByRole('link', { name: 'webhook.test' }).click();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await expect.poll(() => receiver.messages.length).toBe(2);
    const [one, two] = receiver.messages;
    expect([two?.id, two?.body]).toEqual([one?.id, one?.body]);
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole('list').filter({ hasText: 'Taken' })).toBeVisible({ timeout: 500 });
    }).toPass();

    await page.goto(hook);
    await page.getByText('Make a new secret').click();
    await page.getByRole('button', { name: 'Make it' }).click();
    const rotated = await shownSecret(page);
    expect(rotated).not.toBe(secret);
    await page.getByRole('button', { name: 'Send a test event' }).click();
    await expect.poll(() => receiver.messages.length).toBe(3);
    const last = receiver.messages[2];
    if (!last) throw new Error('nothing came');
    expect(verified(secret, last).type).toBe('webhook.test');
    expect(verified(rotated, last).type).toBe('webhook.test');
    if (one) expect(() => verified(rotated, one), 'the new secret signs nothing that was sent before').toThrow();
  } finally {
    await receiver.stop();
  }
});
