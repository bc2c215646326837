//! Everything by keyboard alone.

import type { Locator, Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../helpers/server';
import { flat } from '../helpers/key';
import { hasChoices, read } from '../helpers/sitting';
import { expect, test } from '../helpers/test';

test.use({ demo: true });

test('signing in, opening the exam and answering by keyboard alone', async ({ device }) => {
  const page = await device();
  await page.goto('/sign-in');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type('lin@halyard.example');
  await tabTo(page, page.getByLabel('Password'));
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Hello, / })).toBeVisible();

  // The first stop is the way past the navigation.
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the page' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();

  await tabTo(page, page.getByRole('region').filter({ has: page.locator('#now') }).getByRole('link').first());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Exam: Outbound calls' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Begin the exam' }));
  await page.keyboard.press('Enter');

  await expect(page.getByText(/Enter goes on\./)).toBeVisible();
  for (let at = 0; at < 4; at += 1) {
    const shown = await read(page);
    if (at > 0) await expect(page.locator('#question')).toBeFocused();
    if (shown.known.steps.length > 0) {
      await arrange(page, shown.known.steps);
    } else if (shown.known.pairs.length > 0) {
      for (const [row, option] of shown.known.pairs) {
        const list = page.locator('.pair').nth(shown.options.indexOf(row)).getByRole('combobox');
        await tabTo(page, list);
        const offered = (await list.locator('option').allTextContents()).map(flat);
        // The first press opens the list, at what is chosen in it.
        await page.keyboard.press('ArrowDown');
        await expect(list.locator('option').first()).toBeFocused();
        for (let down = 0; down < offered.indexOf(option); down += 1) await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await expect(list).toBeFocused();
        expect(flat((await list.locator('option:checked').textContent()) ?? '')).toBe(option);
      }
    } else if (hasChoices(shown)) {
      for (const words of shown.known.right) await page.keyboard.press(String(shown.options.indexOf(words) + 1));
      await expect(page.locator('label.choice input:checked')).toHaveCount(shown.known.right.length);
      await expectFocusIsSeen(page);
    } else {
      await tabTo(page, page.getByLabel('Your answer'));
      await page.keyboard.type(shown.known.number ?? shown.known.words ?? '');
    }
    // On a list or on a button that moves an item, Enter does what that does.
    const enterAnswers = shown.known.steps.length === 0 && shown.known.pairs.length === 0;
    if (at % 2 === 0 && enterAnswers) {
      await page.keyboard.press('Enter');
    } else {
      await tabTo(page, page.getByRole('button', { name: 'Answer', exact: true }));
      await page.keyboard.press('Space');
    }
    await expect(page.locator(`form#answer input[name=position][value="${shown.position + 1}"]`)).toBeAttached();
  }

  // Keys that choose can be turned off.
  await tabTo(page, page.getByRole('button', { name: 'Turn off' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Keys are off.')).toBeVisible();
  await page.keyboard.press('1');
  await expect(page.locator('label.choice input:checked')).toHaveCount(0);
});

/** Moves every item to its place by the buttons beside it. */
async function arrange(page: Page, steps: string[]): Promise<void> {
  const items = async () => (await page.locator('.item .choice-label').allTextContents()).map(flat);
  for (const [place, step] of steps.entries()) {
    let at = (await items()).indexOf(step);
    if (at === place) continue;
    const up = page.locator('.item').nth(at).getByRole('button', { name: /^Move up/ });
    const id = await up.getAttribute('id');
    await tabTo(page, up);
    for (; at > place; at -= 1) {
      await page.keyboard.press('Enter');
      // The button goes along with its item, and keeps the focus.
      await expect(page.locator(`#${id}`)).toBeFocused();
    }
    expect((await items())[place]).toBe(step);
  }
}

/** Presses Tab until this has the focus; every stop on the way must be seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Tab');
    await expectFocusIsSeen(page);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`no Tab leads to ${target}`);
}

/** Fails unless what has the focus is on screen and marked by an outline or a ring. */
async function expectFocusIsSeen(page: Page): Promise<void> {
  const state = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return 'nothing has the focus';
      const name = `${element.tagName} ${element.id} ${element.textContent?.trim().slice(0, 40)}`;
      const marked = [element, element.closest('label'), element.parentElement].some((part) => {
        if (!part) return false;
        const style = getComputedStyle(part);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
      });
      const box = element.getBoundingClientRect();
      const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      return marked && onScreen ? '' : `${name}: ${marked ? 'off screen' : 'no outline'}`;
    });
  await expect.poll(state).toBe('');
}
