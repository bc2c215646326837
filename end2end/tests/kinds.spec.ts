//! Orders, pairs, words and credit in part: with script, without, by keyboard, and how they look.

import type { Page } from '@playwright/test';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { flat } from '../helpers/key';
import { look, QUIET } from '../helpers/look';
import { signIn } from '../helpers/people';
import { DEMO_PASSWORD, ROOT } from '../helpers/server';
import { fill, give, hasChoices, read, type Shown } from '../helpers/sitting';
import { expect, test } from '../helpers/test';

/** The module whose quiz Priya takes next. */
const MODULE = 'sales-process';
const NEW = /kind=(ordering|matching|short-text)|partial=true/;

const packs = mkdtempSync(path.join(tmpdir(), 'canoe-kinds-'));
test.use({ demo: true, content: packs });
test.beforeAll(() => {
  // Her quiz asks every question of a new kind that there is, and no other.
  cpSync(path.join(ROOT, 'content/packs'), packs, { recursive: true });
  const modules = path.join(packs, 'halyard/modules');
  const kinds: string[] = [];
  for (const name of readdirSync(modules)) {
    const file = path.join(modules, name, 'questions.md');
    const blocks = readFileSync(file, 'utf8').split(/^(?=## )/m);
    const isNew = (block: string) => NEW.test(block.split('\n')[0] ?? '');
    kinds.push(...blocks.filter(isNew).map((block) => block.replace(/objective=\S+/, 'objective=stages')));
    writeFileSync(file, blocks.filter((block) => !isNew(block)).join(''));
  }
  writeFileSync(path.join(modules, MODULE, 'questions.md'), kinds.join('\n'));
});
test.afterAll(() => rmSync(packs, { recursive: true, force: true }));

async function begin(page: Page): Promise<void> {
  await signIn(page, 'priya@halyard.example', DEMO_PASSWORD);
  await page.goto(`/learn/halyard/${MODULE}`);
  await page.getByRole('button', { name: /quiz/ }).click();
  await read(page);
}

/** Goes through the quiz; `look` sees each question, and decides how it is answered before it is given. */
async function through(page: Page, act: (shown: Shown) => Promise<void>): Promise<void> {
  for (;;) {
    const shown = await read(page);
    await act(shown);
    const next = page.getByRole('link', { name: /^(Next question|See your result)$/ });
    const last = (await next.textContent())?.includes('result') === true;
    await next.click();
    if (last) return expect(page.locator('h1#verdict')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
  }
}

function nameOf({ known }: Shown): string {
  return known.steps.length > 0 ? 'ordering' : known.pairs.length > 0 ? 'matching' : hasChoices({ known } as Shown) ? 'multiple' : 'words';
}

test('every kind is asked, refused empty, answered in part and explained', async ({ device, watch }) => {
  const page = await device(QUIET);
  watch.allowStatus(422, /give-answer|save-answer/);
  await begin(page);
  await through(page, async (shown) => {
    const name = `${nameOf(shown)}-${shown.known.id}`;
    await look(page, `kind-${name}`);
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await fill(page, shown);
    await partly(page, shown);
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toHaveText('Saved');
    await look(page, `kind-${name}-filled`);
    await give(page, shown);
    await expect(page.locator('div#verdict')).toContainText(/Right\.|Partly right\.|Not quite\./);
    await look(page, `kind-${name}-told`);
  });
  await look(page, 'kind-result');
});

/** Makes a right answer a little wrong. */
async function partly(page: Page, { known, options }: Shown): Promise<void> {
  if (known.steps.length > 0) await page.locator('.item').last().getByRole('button', { name: /^Move up/ }).click();
  const pair = known.pairs[0];
  if (pair) {
    const list = page.locator('.pair').nth(options.indexOf(pair[0])).getByRole('combobox');
    const chosen = await list.evaluate((list) => (list as HTMLSelectElement).selectedIndex);
    await list.selectOption({ index: chosen === 1 ? 2 : 1 });
  }
  if (known.right.length > 1) await page.locator('label.choice:has(:checked)').first().click();
}

test('every kind is answered without script, and a mistake loses nothing', async ({ device, watch }) => {
  watch.allowStatus(422, /attempts/);
  const page = await device({ javaScriptEnabled: false });
  await begin(page);
  await through(page, async (shown) => {
    if (shown.known.steps.length > 0) {
      const lists = page.locator('.item').getByRole('combobox');
      await expect(page.getByRole('button', { name: /^Move/ })).toHaveCount(0);
      await lists.nth(0).selectOption('0');
      await lists.nth(1).selectOption('1');
      await lists.nth(2).selectOption('1');
      await page.getByRole('button', { name: 'Answer', exact: true }).click();
      await expect(page.getByText('Two items have the 2nd place. Give each place once.')).toBeVisible();
      expect(await page.locator('.item').getByRole('combobox').evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value).filter(Boolean).sort())).toEqual(['0', '1', '1']);
    }
    if (shown.known.pairs.length > 0) {
      await page.locator('.pair').nth(1).getByRole('combobox').selectOption({ index: 2 });
      await page.getByRole('button', { name: 'Answer', exact: true }).click();
      await expect(page.getByText('Choose what belongs to the 1st row, too.')).toBeVisible();
      await expect(page.locator('.pair').nth(1).getByRole('combobox')).toHaveValue('1');
    }
    await fill(page, await read(page));
    await give(page, shown);
    await expect(page.locator('div#verdict')).toContainText('Right.');
  });
  await expect(page.locator('h1#verdict')).toContainText('Passed');
});

test('an order is put right by the buttons alone, and survives a reload', async ({ device }) => {
  const page = await device(QUIET);
  await begin(page);
  let seen = 0;
  await through(page, async (shown) => {
    const { steps } = shown.known;
    if (steps.length === 0) {
      await fill(page, shown);
      return give(page, shown);
    }
    seen += 1;
    const items = async () => (await page.locator('.item .choice-label').allTextContents()).map(flat);
    for (const [place, step] of steps.entries()) {
      let at = (await items()).indexOf(step);
      const up = page.locator('.item').nth(at).getByRole('button', { name: /^Move up/ });
      const id = await up.getAttribute('id');
      await up.focus();
      for (; at > place; at -= 1) {
        await page.keyboard.press('Space');
        await expect(page.locator(`#${id}`)).toBeFocused();
      }
    }
    expect(await items()).toEqual(steps);
    await expect(page.locator('#moved')).toContainText(/: \d(st|nd|rd|th) of \d$/);
    // Digits are for options; here they do nothing.
    await page.locator('#question').focus();
    await page.keyboard.press('1');
    expect(await items()).toEqual(steps);
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await page.reload();
    expect(await items()).toEqual(steps);
    await give(page, shown);
    await expect(page.locator('div#verdict')).toContainText('Right.');
  });
  expect(seen).toBeGreaterThan(0);
});
