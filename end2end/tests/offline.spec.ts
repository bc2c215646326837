//! The line drops in the middle of an exam: the page says so, nothing is lost, and it goes on by itself.

import type { Page } from '@playwright/test';
import { signIn } from '../helpers/people';
import { DEMO_PASSWORD } from '../helpers/server';
import { fill, give, read, sit } from '../helpers/sitting';
import { expect, test } from '../helpers/test';

test.use({ demo: true });

const NO_LINE = 'No connection.';
const KEPT = 'Your answer is kept here and sent as soon as the line is back. The clock goes on.';

/** Lin begins her exam and answers two questions. */
async function begin(page: Page): Promise<void> {
  await signIn(page, 'lin@halyard.example', DEMO_PASSWORD);
  await page.goto('/exam/outbound');
  await page.getByRole('button', { name: 'Begin the exam' }).click();
  for (let at = 0; at < 2; at += 1) {
    const shown = await read(page);
    await fill(page, shown);
    await give(page, shown);
  }
}

/** What is kept in the browser for this attempt. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('canoe-answer-')));

test('twenty seconds without a line: an answer given meanwhile arrives once, and the exam goes on', async ({ device, watch }) => {
  test.slow();
  const page = await device();
  await begin(page);
  const shown = await read(page);
  await watch.whileServerIsGone(async () => {
    await page.context().setOffline(true);
    await fill(page, shown);
    const state = page.getByRole('status').filter({ hasText: NO_LINE });
    await expect(state).toContainText(KEPT);
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await page.waitForTimeout(20_000);
    await expect(state).toContainText(KEPT);
    await expect(page.locator(`form#answer input[name=position][value="${shown.position}"]`)).toBeAttached();
    await page.context().setOffline(false);
    await expect(page.locator(`form#answer input[name=position][value="${shown.position + 1}"]`)).toBeAttached();
  });
  await expect(page.getByText(NO_LINE)).toBeHidden();
  expect(await kept(page)).toEqual([]);
  await sit(page, { script: true });
  await expect(page.getByRole('heading', { level: 1, name: 'You may take outbound calls.' })).toBeVisible();
});

test('a reload without a line loses nothing', async ({ device, watch }) => {
  const page = await device();
  await begin(page);
  const shown = await read(page);
  const address = page.url();
  await watch.whileServerIsGone(async () => {
    await page.context().setOffline(true);
    await fill(page, shown);
    await expect(page.getByText(KEPT)).toBeVisible();
    const chosen = await answer(page);
    // The browser has no page to show until the line is back.
    await page.reload().catch(() => undefined);
    await page.context().setOffline(false);
    await page.goto(address);
    expect((await read(page)).known.id).toBe(shown.known.id);
    await expect.poll(() => answer(page)).toEqual(chosen);
    // It is saved by now, or was when the browser itself came back to the page; then nothing is kept any more.
    await expect.poll(() => kept(page)).toEqual([]);
    await page.reload();
    await read(page);
    expect(await answer(page)).toEqual(chosen);
  });
  await give(page, shown);
  expect((await read(page)).position).toBe(shown.position + 1);
});

/** What the form shows as the answer. */
function answer(page: Page): Promise<string[]> {
  const controls = page.locator('form#answer :is(input:not([type=hidden]), select)');
  return controls.evaluateAll((found) =>
    (found as HTMLInputElement[]).map((input) => (input.type === 'radio' || input.type === 'checkbox' ? String(input.checked) : input.value)),
  );
}
