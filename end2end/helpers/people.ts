//! What people do on the pages, in their words.

import type { Page } from '@playwright/test';
import { expect } from './test';

/** A password that is good enough. */
export const PASSWORD = 'four unrelated paddles drift';

/** Signs in and waits for the first page. */
export async function signIn(page: Page, email: string, password: string, to = '/'): Promise<void> {
  await page.goto(to === '/' ? '/sign-in' : to);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
}

/** Opens the one-time link of the first admin. */
export async function setUp(page: Page, link: string, name: string, email: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Welcome aboard' })).toBeVisible();
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Teams' })).toBeVisible();
}

/** Adds a team. */
export async function addTeam(page: Page, name: string): Promise<void> {
  await page.goto('/teams');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Add the team' }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

/** Invites somebody and returns the link, which a reload no longer shows. */
export async function invite(page: Page, who: { name: string; email: string; role?: string; team: string }): Promise<string> {
  await page.goto('/people/invite');
  await page.getByLabel('Name').fill(who.name);
  await page.getByLabel('E-mail').fill(who.email);
  if (who.role) await page.getByLabel('Role').selectOption(who.role);
  await page.getByLabel('Team').selectOption({ label: who.team });
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  const made = page.getByRole('region', { name: 'The invitation' });
  const link = (await made.locator('code').textContent())?.trim() ?? '';
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/invitation\/\S{20,}$/);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Make the invitation' })).toBeVisible();
  await expect(made).toHaveCount(0);
  return link;
}

/** Accepts an invitation and arrives at the first page. */
export async function accept(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'You are invited' })).toBeVisible();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('button', { name: 'Start' })).toHaveCount(0);
}

/** Gives the path to a team. */
export async function assign(page: Page, to: string, days: number): Promise<void> {
  await page.goto('/assign');
  const targets = page.getByRole('combobox', { name: 'To' });
  // An entry may say more about a team than its name.
  const target = await targets.locator('option', { hasText: to }).first().getAttribute('value');
  await targets.selectOption(target);
  const due = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Due').fill(due);
  await page.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(page.getByRole('note').first()).toBeVisible();
}

/** Makes an API key and returns it, which a reload no longer shows. */
export async function makeKey(page: Page, name: string): Promise<string> {
  await page.goto('/keys');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Make the key' }).click();
  const made = page.getByRole('region', { name: 'The new key' });
  const key = (await made.locator('code').first().textContent())?.trim() ?? '';
  expect(key.length).toBeGreaterThan(32);
  await page.reload();
  await expect(page.getByRole('rowheader', { name })).toBeVisible();
  await expect(page.locator('main')).not.toContainText(key);
  return key;
}

/** Asks as a phone system does: the plain word and the whole answer. */
export async function askClearance(server: { url: string }, key: string, who: string) {
  const ask = (accept: string) =>
    fetch(`${server.url}/api/v1/people/${encodeURIComponent(who)}/clearance?scope=outbound`, {
      headers: { authorization: `Bearer ${key}`, accept },
    });
  const [plain, json] = [await ask('text/plain'), await ask('application/json')];
  expect([plain.status, json.status]).toEqual([200, 200]);
  return { word: await plain.text(), answer: (await json.json()) as { level: string; cleared: boolean; until: string | null; reasons: { code: string }[] } };
}
