//! The whole line: from an empty installation to a rep who may take calls.

import type { Page } from '@playwright/test';
import { accept, addTeam, askClearance, assign, invite, makeKey, setUp } from '../helpers/people';
import { type Manner, read, sit } from '../helpers/sitting';
import { expect, PHONE, test } from '../helpers/test';

const TEAM = 'Outbound North';
const REP = { name: 'Rosa Lindqvist', email: 'rosa@example.com' };
const LESSONS = 21;
const MODULES = ['The offering', 'The sales process', 'Lead nurturing', 'Customer relationships'];

test('a rep is invited, learns, passes, and may take calls', async ({ server, device }) => {
  const admin = await device();
  await setUp(admin, server.setUpLink, 'Ada Admin', 'ada@example.com');
  await addTeam(admin, TEAM);
  const managersLink = await invite(admin, { name: 'Max Manager', email: 'max@example.com', role: 'manager', team: TEAM });

  const manager = await device();
  await accept(manager, managersLink);
  await expect(manager.getByRole('heading', { name: 'Who can take calls?' })).toBeVisible();
  const link = await invite(manager, { ...REP, team: TEAM });
  await assign(manager, TEAM, 21);

  const key = await makeKey(admin, 'Dialler');
  const phone = await device(PHONE);
  const manner = { script: true, touch: true };
  await accept(phone, link);
  await learn(phone, manner);

  const before = await askClearance(server, key, REP.email);
  expect(before.word).toBe('0');
  expect(before.answer).toMatchObject({ level: 'blocked', cleared: false });
  await boardShows(manager, 'Nearly there');

  await exam(phone, manner);

  const after = await askClearance(server, key, REP.email);
  expect(after.word).toBe('1');
  expect(after.answer).toMatchObject({ level: 'solo', cleared: true });
  expect(Date.parse(after.answer.until ?? '')).toBeGreaterThan(Date.now() + 300 * 86_400_000);
  await boardShows(manager, 'Ready for calls');
  await boardShows(admin, 'Ready for calls');
});

test('the same without script', async ({ server, device }) => {
  const plain = { javaScriptEnabled: false };
  const admin = await device(plain);
  await setUp(admin, server.setUpLink, 'Ada Admin', 'ada@example.com');
  await addTeam(admin, TEAM);
  const link = await invite(admin, { ...REP, role: 'rep', team: TEAM });
  await assign(admin, TEAM, 21);
  const key = await makeKey(admin, 'Dialler');

  const phone = await device({ ...PHONE, ...plain });
  const manner = { script: false, touch: true };
  await accept(phone, link);
  await learn(phone, manner);
  expect((await askClearance(server, key, REP.email)).word).toBe('0');
  await exam(phone, manner);
  const { word, answer } = await askClearance(server, key, REP.email);
  expect([word, answer.level]).toEqual(['1', 'solo']);
  await boardShows(admin, 'Ready for calls');
});

/** Does what the home page says next, until it says the exam. */
async function learn(page: Page, manner: Manner): Promise<void> {
  let lessons = 0;
  for (const module of MODULES) {
    await page.goto('/home');
    const now = page.getByRole('region').filter({ has: page.locator('#now') });
    await expect(now).toContainText(module);
    await now.getByRole('link').first().tap();

    const onward = page.getByRole('button', { name: 'Mark as read and go on' });
    const quiz = page.getByRole('button', { name: 'Start the quiz' });
    await expect(onward.or(quiz)).toBeVisible();
    while (await onward.isVisible()) {
      const here = page.url();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await onward.tap();
      await page.waitForURL((url) => url.toString() !== here);
      await expect(onward.or(quiz)).toBeVisible();
      lessons += 1;
    }

    await quiz.tap();
    // One quiz is answered by keys, as at a desk.
    await sit(page, { ...manner, keys: manner.script && module === MODULES[1] });
    await expect(page.locator('h1#verdict')).toContainText('Passed');
    await page.getByRole('link', { name: 'What is next' }).tap();
    await expect(page.getByRole('heading', { name: 'Hello, Rosa' })).toBeVisible();
  }
  expect(lessons).toBe(LESSONS);
}

/** Takes the exam from the home page, and passes. */
async function exam(page: Page, manner: Manner): Promise<void> {
  await page.goto('/home');
  const now = page.getByRole('region').filter({ has: page.locator('#now') });
  await now.getByRole('link').first().tap();
  await expect(page.getByRole('heading', { name: 'Exam: Outbound calls' })).toBeVisible();
  await page.getByRole('button', { name: 'Begin the exam' }).tap();
  await expect(page.getByRole('timer')).toContainText(/until \d\d:\d\d.*\d+ min left/);
  await read(page);
  const asked = await sit(page, manner);
  expect(asked).toBeGreaterThanOrEqual(12);
  await expect(page.getByRole('heading', { level: 1, name: 'You may take outbound calls.' })).toBeVisible();
  await page.getByRole('link', { name: 'Your certificates' }).tap();
  await expect(page.getByRole('row').filter({ hasText: 'Outbound calls' })).toContainText('Holds');
}

async function boardShows(page: Page, words: string): Promise<void> {
  await page.goto('/board');
  const row = page.getByRole('row').filter({ hasText: REP.name });
  await expect(row).toContainText(words);
}
