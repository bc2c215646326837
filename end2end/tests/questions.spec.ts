//! Question health: an objection from a quiz, with and without script, its answer, and what an admin sees on the way.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { signIn } from '../helpers/people';
import { DEMO_PASSWORD } from '../helpers/server';
import { fill, give, read } from '../helpers/sitting';
import { expect, test } from '../helpers/test';

test.use({ demo: true });

/** Nothing for axe, and nothing too wide, in both themes on a phone and at a desk. */
async function flawless(page: Page, what: string): Promise<void> {
  for (const width of [360, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(over, `${what}, ${width} ${colorScheme}`).toBeLessThanOrEqual(0);
      // The bar at the bottom covers what scrolls beneath it, which axe takes for a target too small.
      await page.evaluate(() => {
        for (const bar of document.querySelectorAll<HTMLElement>('.bottom-nav')) bar.style.position = 'static';
      });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
      expect.soft(found, `axe, ${what}, ${width} ${colorScheme}`).toEqual([]);
    }
  }
}

async function object(page: Page, words: string): Promise<void> {
  await page.getByText('I disagree with this question').click();
  await page.getByLabel('What do you think is wrong with it?').fill(words);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('note').filter({ hasText: 'Thank you.' })).toBeVisible();
  await expect(page.getByText('You have objected to this question.')).toBeVisible();
}

test('an objection is raised, decided and answered', async ({ device }) => {
  const rep = await device();
  await signIn(rep, 'priya@halyard.example', DEMO_PASSWORD);
  await rep.goto('/home');
  await rep.getByRole('region').filter({ has: rep.locator('#now') }).getByRole('link').first().click();
  await rep.getByRole('button', { name: 'Start the quiz' }).click();
  const first = await read(rep);
  await object(rep, 'Two of these are right.\nSee lesson two.');
  expect((await read(rep)).position, 'the attempt goes on where it was').toBe(first.position);
  await fill(rep, first, { right: false });
  await give(rep, first);
  await expect(rep.getByText('You have objected to this question.')).toBeVisible();
  await rep.getByRole('link', { name: 'Next question' }).click();
  const second = await read(rep);
  await expect(rep.getByText('You have objected to this question.'), 'the next question is another one').toBeHidden();
  // Letters typed there choose no answer.
  await rep.getByText('I disagree with this question').click();
  await rep.getByLabel('What do you think is wrong with it?').pressSequentially('abc 1');
  await expect(rep.locator('form#answer input:checked')).toHaveCount(0);
  await flawless(rep, 'a question with the objection open');
  // What was typed about one question does not follow to the next, and the form does.
  await fill(rep, second, { right: true });
  await give(rep, second);
  await rep.getByRole('link', { name: 'Next question' }).click();
  const third = await read(rep);
  await expect(rep.getByLabel('What do you think is wrong with it?')).toBeHidden();
  await rep.getByText('I disagree with this question').click();
  await expect(rep.getByLabel('What do you think is wrong with it?')).toHaveValue('');
  await expect(rep.locator('#objection [name=position]')).toHaveValue(String(third.position));

  const plain = await device({ javaScriptEnabled: false });
  await signIn(plain, 'priya@halyard.example', DEMO_PASSWORD);
  await plain.goto(new URL(rep.url()).pathname);
  expect((await read(plain)).position).toBe(third.position);
  await object(plain, 'Nobody says it like that.');
  // Without script what the page loads ahead is never used, and the browser says so to whoever stays.
  await plain.goto('/home');

  const admin = await device();
  await signIn(admin, 'alex@halyard.example', DEMO_PASSWORD);
  await admin.goto('/questions');
  await expect(admin.getByText('2 objections wait for an answer')).toBeVisible();
  await flawless(admin, 'the list');
  await admin.getByRole('combobox', { name: 'Show' }).selectOption('objected');
  await admin.getByRole('button', { name: 'Show' }).click();
  await expect(admin.getByRole('rowheader')).toHaveCount(2);
  await admin.getByRole('note').getByRole('link').first().click();
  await expect(admin.getByRole('heading', { level: 1, name: /^Question / })).toBeVisible();
  await expect(admin.getByText('Priya')).not.toHaveCount(0);
  await flawless(admin, 'a question');
  await admin.getByLabel(/^Your answer to/).fill('You are right, and we reword it.');
  await admin.getByRole('button', { name: 'Uphold the objection' }).click();
  await expect(admin.getByText('Upheld', { exact: true })).toBeVisible();
  await admin.getByLabel('Why?').fill('It is being reworded.');
  await admin.getByRole('button', { name: 'Suspend the question' }).click();
  await expect(admin.getByRole('button', { name: 'Lift the suspension' })).toBeVisible();

  await plain.goto('/home');
  const news = plain.getByRole('region', { name: 'News for you' });
  await expect(news).toContainText('You are right, and we reword it.');
  await news.getByRole('button', { name: 'Put it away' }).click();
  await expect(news).toHaveCount(0);
});
