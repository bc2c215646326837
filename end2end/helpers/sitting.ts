//! Sitting a quiz or an exam: the same steps with and without script.

import type { Page } from '@playwright/test';
import { flat, known, type Known } from './key';
import { expect } from './test';

/** How the answers are given. */
export interface Manner {
  /** Whether the page has script: then the next question comes without a page load. */
  script: boolean;
  /** Taps instead of clicks. */
  touch?: boolean;
  /** Answers by digit and Enter where the question allows it. */
  keys?: boolean;
}

/** The question that a page shows. */
export interface Shown {
  known: Known;
  /** Its place in the attempt, from 0. */
  position: number;
  /** The words of its options, of the items of an order or of the rows of a matching question, flattened, as shown. */
  options: string[];
}

const RESULT = 'h1#verdict';
const FEEDBACK = 'div#verdict';

/** Reads the question that waits for an answer. */
export async function read(page: Page): Promise<Shown> {
  const form = page.locator('form#answer');
  await expect(form.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
  const found = await form.evaluate((form) => ({
    prompt: form.querySelector('#question')?.textContent ?? '',
    words: form.textContent ?? '',
    position: Number(form.querySelector<HTMLInputElement>('input[name=position]')?.value),
    options: [...form.querySelectorAll('.choice-label')].map((label) => label.textContent ?? ''),
  }));
  const { position, options } = found;
  return { known: known(found.prompt, found.words, options), position, options: options.map(flat) };
}

/** Chooses or types an answer, right or wrong, and does not give it yet. */
export async function fill(page: Page, shown: Shown, { right = true, touch = false, keys = false } = {}): Promise<void> {
  const { number, words, steps, pairs } = shown.known;
  if (number !== undefined || words !== undefined) {
    await page.getByLabel('Your answer').fill(right ? (number ?? words ?? '') : '1');
    return;
  }
  if (steps.length > 0) return arrange(page, right ? steps : [...steps].reverse());
  for (const [row, option] of pairs) {
    const list = page.locator('.pair').nth(shown.options.indexOf(row)).getByRole('combobox');
    const offered = (await list.locator('option').allTextContents()).map(flat);
    const place = offered.indexOf(option);
    // The first entry stands for none.
    await list.selectOption({ index: right ? place : place > 1 ? 1 : 2 });
  }
  if (pairs.length > 0) return;
  const wanted = right ? shown.known.right : shown.known.wrong.slice(0, 1);
  for (const [place, words] of shown.options.entries()) {
    if (!wanted.includes(words)) continue;
    const label = page.locator('label.choice').nth(place);
    if (keys) await page.keyboard.press(String(place + 1));
    else if (touch) await label.tap();
    else await label.click();
    await expect(label.getByRole(shown.known.right.length > 1 ? 'checkbox' : 'radio').or(label.locator('input'))).toBeChecked();
  }
}

/** Gives every item its place. With script the others make room, so an item is looked for anew each time. */
async function arrange(page: Page, steps: string[]): Promise<void> {
  for (const [place, step] of steps.entries()) {
    const items = (await page.locator('.item .choice-label').allTextContents()).map(flat);
    await page.locator('.item').nth(items.indexOf(step)).getByRole('combobox').selectOption(String(place));
  }
}

/** Whether digits choose: where there are options to choose from. */
export function hasChoices({ known }: Shown): boolean {
  return known.right.length > 0;
}

/** Gives the answer and waits until the page shows something else. */
export async function give(page: Page, shown: Shown, { touch = false, keys = false } = {}): Promise<void> {
  const button = page.getByRole('button', { name: 'Answer', exact: true });
  if (keys) await page.keyboard.press('Enter');
  else if (touch) await button.tap();
  else await button.click();
  const moved = `form#answer:has(input[name=position]):not(:has(input[name=position][value="${shown.position}"]))`;
  await expect(page.locator(`${RESULT}, ${FEEDBACK}, ${moved}`).first()).toBeVisible();
}

/** Answers everything rightly until there is a result. Returns the number of questions. */
export async function sit(page: Page, manner: Manner, right: (at: number) => boolean = () => true): Promise<number> {
  for (let at = 0; at < 60; at += 1) {
    const shown = await read(page);
    const keys = manner.keys === true && hasChoices(shown);
    await fill(page, shown, { right: right(at), touch: manner.touch === true, keys });
    if (manner.script && at === 0) await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toHaveText('Saved');
    await give(page, shown, { touch: manner.touch === true, keys });
    const feedback = page.locator(FEEDBACK);
    if (await feedback.isVisible()) {
      await expect(feedback).toContainText(right(at) ? 'Right.' : 'Not quite.');
      const next = page.getByRole('link', { name: /^(Next question|See your result)$/ });
      const last = (await next.textContent())?.includes('result') === true;
      if (manner.touch) await next.tap();
      else await next.click();
      await expect(last ? page.locator(RESULT) : page.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
    }
    if (await page.locator(RESULT).isVisible()) return at + 1;
  }
  throw new Error('an attempt of 60 questions has no end');
}
