//! Nothing that was acknowledged is lost: not by a reload, not when the server dies.

import { DEMO_PASSWORD } from '../helpers/server';
import { signIn } from '../helpers/people';
import { fill, give, read, sit } from '../helpers/sitting';
import { expect, test } from '../helpers/test';

test.use({ demo: true });

test('a reload in the middle of a quiz keeps the place and the choice', async ({ device }) => {
  const page = await device();
  await signIn(page, 'priya@halyard.example', DEMO_PASSWORD);
  await page.goto('/home');
  await page.getByRole('region').filter({ has: page.locator('#now') }).getByRole('link').first().click();
  await page.getByRole('button', { name: 'Start the quiz' }).click();

  const first = await read(page);
  await fill(page, first);
  await give(page, first);
  // A reload of the feedback shows the feedback again.
  await page.reload();
  await expect(page.locator('div#verdict')).toContainText('Right.');
  await page.getByRole('link', { name: 'Next question' }).click();

  const second = await read(page);
  expect(second.position).toBe(first.position + 1);
  await fill(page, second);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const chosen = await answer(page);
  await page.reload();
  const again = await read(page);
  expect([again.position, again.known.id]).toEqual([second.position, second.known.id]);
  expect(await answer(page)).toEqual(chosen);

  // Another device of the same person has the same place and the same choice.
  const elsewhere = await device();
  await signIn(elsewhere, 'priya@halyard.example', DEMO_PASSWORD);
  await elsewhere.goto(page.url());
  expect(await answer(elsewhere)).toEqual(chosen);

  await give(page, again);
  await page.getByRole('link', { name: /Next question|See your result/ }).click();
  await sit(page, { script: true });
  await expect(page.locator('h1#verdict')).toContainText('Passed');
});

test('kill -9 in the middle of an exam loses nothing', async ({ device, server, watch }) => {
  const page = await device();
  await signIn(page, 'lin@halyard.example', DEMO_PASSWORD);
  await page.goto('/exam/outbound');
  await page.getByRole('button', { name: 'Begin the exam' }).click();
  for (let at = 0; at < 3; at += 1) {
    const shown = await read(page);
    expect(shown.position).toBe(at);
    await fill(page, shown);
    await give(page, shown);
  }

  // Dead while a choice is saved and acknowledged: both are there afterwards.
  let shown = await read(page);
  await fill(page, shown);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  let chosen = await answer(page);
  await server.kill();
  await server.restart();
  await page.reload();
  expect((await read(page)).known.id).toBe(shown.known.id);
  expect(await answer(page)).toEqual(chosen);
  await give(page, shown);

  // Dead while somebody chooses: the page says so, and saves by itself once the server is back.
  shown = await read(page);
  await server.kill();
  await watch.whileServerIsGone(async () => {
    await fill(page, shown);
    await expect(page.getByText('Not saved yet, trying again')).toBeVisible();
    await server.restart();
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  });
  chosen = await answer(page);
  await page.reload();
  expect((await read(page)).known.id).toBe(shown.known.id);
  expect(await answer(page)).toEqual(chosen);

  // Dead while an answer is on its way for good: it arrives once, and the next question comes.
  await watch.whileServerIsGone(async () => {
    await Promise.all([page.getByRole('button', { name: 'Answer', exact: true }).click(), server.kill()]);
    await server.restart();
    await expect(page.locator(`input[name=position][value="${shown.position + 1}"]`)).toBeAttached();
  });

  await sit(page, { script: true });
  await expect(page.getByRole('heading', { level: 1, name: 'You may take outbound calls.' })).toBeVisible();
});

/** What the form shows as the answer. */
async function answer(page: import('@playwright/test').Page): Promise<string[]> {
  await expect(page.locator('form#answer')).toBeVisible();
  return page
    .locator('form#answer :is(input:not([type=hidden]), select)')
    .evaluateAll((controls) =>
      (controls as HTMLInputElement[]).map(({ type, name, value, checked }) =>
        type === 'radio' || type === 'checkbox' ? (checked ? value : '') : `${name}=${value}`,
      ),
    );
}
