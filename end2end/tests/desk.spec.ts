//! Where the reader is led while an attempt goes on in place.

import type { Page } from '@playwright/test';
import { signIn } from '../helpers/people';
import { DEMO_PASSWORD } from '../helpers/server';
import { fill, give, read } from '../helpers/sitting';
import { expect, test } from '../helpers/test';

test.use({ demo: true });

const PHONE = { viewport: { width: 360, height: 640 } };

test('on a phone the next question begins with its situation', async ({ device }) => {
  const page = await device(PHONE);
  await beginExam(page);
  for (let at = 0; at < 4; at += 1) {
    const shown = await read(page);
    await fill(page, shown);
    await give(page, shown);
    await expect(page.locator('#question')).toBeFocused();
    const top = () => page.locator('form#answer').evaluate((card) => card.getBoundingClientRect().top);
    await expect.poll(top).toBeGreaterThanOrEqual(0);
    expect(await top()).toBeLessThanOrEqual(320);
  }
});

test('what was answered in another tab is said, and said once', async ({ device, watch }) => {
  const page = await device();
  await beginExam(page);
  const shown = await read(page);
  const other = await page.context().newPage();
  await other.goto(page.url());
  const same = await read(other);
  await fill(other, same);
  await give(other, same);
  watch.allowStatus(409, /give-answer|save-answer/);
  await fill(page, shown);
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  const words = page.getByText('You already answered that question in another tab or on another device.');
  await expect(words).toBeVisible();
  const next = await read(page);
  expect(next.position).toBe(1);
  await fill(page, next);
  await give(page, next);
  await expect(words).toHaveCount(0);
});

async function beginExam(page: Page): Promise<void> {
  await signIn(page, 'lin@halyard.example', DEMO_PASSWORD);
  await page.goto('/exam/outbound');
  await page.getByRole('button', { name: 'Begin the exam' }).click();
  await expect(page.getByText(/Enter goes on\./)).toBeVisible();
}
