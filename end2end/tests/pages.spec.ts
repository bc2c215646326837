//! Every page of every role, light and dark, on a phone and at a desk: nothing for axe, nothing too wide, nothing in the
//! console. What was seen is kept in `.shots/`.

import type { Page } from '@playwright/test';
import { look, QUIET } from '../helpers/look';
import { signIn } from '../helpers/people';
import { DEMO_PASSWORD } from '../helpers/server';
import { fill, give, read, sit } from '../helpers/sitting';
import { expect, test } from '../helpers/test';

test.use({ demo: true });

async function visit(page: Page, address: string, name: string, heading: string | RegExp): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  await look(page, name);
}

test('pages in front of the sign-in', async ({ device, watch }) => {
  const page = await device(QUIET);
  await visit(page, '/', 'sign-in', 'Sign in');
  await page.getByLabel('E-mail').fill('ruth@halyard.example');
  await page.getByLabel('Password').fill('not the password');
  watch.allowStatus(422, /sign-in/);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue('ruth@halyard.example');
  await look(page, 'sign-in-wrong-password');

  watch.allowStatus(404, /nothing-here/);
  await visit(page, '/nothing-here', 'not-found', 'Nothing here');
});

test('one-time links', async ({ device, watch }) => {
  const admin = await device(QUIET);
  await signIn(admin, 'alex@halyard.example', DEMO_PASSWORD);
  await admin.goto('/people/invite');
  await admin.getByRole('button', { name: 'Make the invitation' }).click();
  await expect(admin.getByLabel('Name')).toBeFocused();
  await admin.getByLabel('Name').fill('Nia New');
  await admin.getByLabel('E-mail').fill('ruth@halyard.example');
  watch.allowStatus(422, /people\/invite/);
  watch.allowStatus(409, /people\/invite/);
  await admin.getByRole('button', { name: 'Make the invitation' }).click();
  await expect(admin.getByLabel('Name')).toHaveValue('Nia New');
  await look(admin, 'invite-error');
  await admin.getByLabel('E-mail').fill('nia@halyard.example');
  await admin.getByRole('button', { name: 'Make the invitation' }).click();
  const made = admin.getByRole('region', { name: 'The invitation' });
  await look(admin, 'invite-made');
  const link = (await made.locator('code').textContent())?.trim() ?? '';

  const page = await device(QUIET);
  await visit(page, link, 'invitation', 'You are invited');
  await page.getByLabel('Password').fill('short');
  watch.allowStatus(422, /invitation/);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('alert').or(page.locator('.field-error')).first()).toBeVisible();
  await look(page, 'invitation-weak-password');
  await page.getByLabel('Password').fill('four unrelated paddles drift');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Hello, Nia' })).toBeVisible();
  await look(page, 'home-nothing-assigned');
  await visit(page, '/certificates', 'certificates-none', 'Certificates');

  const used = await device(QUIET);
  watch.allowStatus(410, /invitation/);
  watch.allowStatus(409, /invitation/);
  await visit(used, link, 'link-used', 'This link has done its work');
  watch.allowStatus(404, /invitation/);
  await visit(used, '/invitation/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'link-unknown', 'This link does not open');
});

test('a forgotten password', async ({ device, watch }) => {
  const elsewhere = await device(QUIET);
  await signIn(elsewhere, 'sofia@halyard.example', DEMO_PASSWORD);
  const manager = await device(QUIET);
  await signIn(manager, 'maya@halyard.example', DEMO_PASSWORD);
  await manager.goto('/people');
  await manager.getByRole('button', { name: 'Reset password of Sofia Rossi' }).click();
  const made = manager.getByRole('region', { name: 'The reset link' });
  const link = (await made.locator('code').textContent())?.trim() ?? '';
  await look(manager, 'people-reset-link');
  await manager.reload();
  await expect(made).toHaveCount(0);

  const page = await device(QUIET);
  await visit(page, link, 'reset', 'Choose a new password');
  await page.getByRole('textbox', { name: 'New password' }).fill('short');
  watch.allowStatus(422, /reset/);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByRole('textbox', { name: 'New password' })).toHaveAttribute('aria-invalid', 'true');
  await look(page, 'reset-weak-password');
  await page.getByRole('textbox', { name: 'New password' }).fill('four unrelated paddles drift');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
  await look(page, 'reset-done');
  await elsewhere.goto('/home');
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();

  const used = await device(QUIET);
  watch.allowStatus(410, /reset/);
  await visit(used, link, 'reset-used', 'This link has done its work');
});

test('one’s own account', async ({ device, watch }) => {
  const page = await device(QUIET);
  await signIn(page, 'ruth@halyard.example', DEMO_PASSWORD);
  await visit(page, '/account', 'account', 'Your account');
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  await zone.selectOption('Pacific/Auckland');
  await page.getByRole('button', { name: 'Save the time zone' }).click();
  await expect(page.getByRole('note').filter({ hasText: 'Pacific/Auckland' })).toBeVisible();
  await expect(zone).toHaveValue('Pacific/Auckland');
  await page.getByLabel('Current password').fill('not the password');
  await page.getByLabel('New password').fill('short');
  watch.allowStatus(422, /account/);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByLabel('Current password')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('New password')).toHaveAttribute('aria-invalid', 'true');
  await look(page, 'account-errors');
  await page.getByLabel('Current password').fill(DEMO_PASSWORD);
  await page.getByLabel('New password').fill('four unrelated paddles drift');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByRole('note').filter({ hasText: 'Your password is changed.' })).toBeVisible();
  await look(page, 'account-password-changed');
});

test('pages of a rep', async ({ device, watch }) => {
  const page = await device(QUIET);
  await signIn(page, 'ruth@halyard.example', DEMO_PASSWORD);
  await visit(page, '/home', 'home', /^Hello, Ruth/);
  await visit(page, '/learn/halyard/offering', 'module', 'The offering');
  await page.getByRole('list').getByRole('link', { name: /min$/ }).first().click();
  await expect(page.getByRole('button', { name: 'Mark as read and go on' })).toBeVisible();
  await look(page, 'lesson');
  watch.allowStatus(403, /learn|board|people/);
  const locked = page.goto('/learn/halyard/lead-nurturing');
  expect((await locked)?.status()).toBe(403);
  await look(page, 'locked-module');
  const forbidden = await page.goto('/board');
  expect(forbidden?.status()).toBe(403);
  await look(page, 'not-yours');
  await visit(page, '/exam/outbound', 'exam-locked', /^Exam: /);
});

test('every lesson', async ({ device }) => {
  const page = await device({ ...QUIET, viewport: { width: 360, height: 740 } });
  await signIn(page, 'sofia@halyard.example', DEMO_PASSWORD);
  for (const module of ['offering', 'sales-process', 'lead-nurturing', 'customer-relationships']) {
    await page.goto(`/learn/halyard/${module}`);
    const lessons = await page.locator('ol.row-list a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(lessons.length).toBeGreaterThanOrEqual(4);
    for (const lesson of lessons) {
      await page.goto(lesson);
      // One lesson is seen in all ways as the page of a rep; what differs between lessons is what a phone must hold.
      await look(page, `lesson-${lesson.split('/').slice(-2).join('-')}`, [360], ['light']);
    }
  }
});

test('a quiz', async ({ device, watch }) => {
  const page = await device(QUIET);
  await signIn(page, 'priya@halyard.example', DEMO_PASSWORD);
  await visit(page, '/home', 'home-quiz', /^Hello, /);
  await page.getByRole('region').filter({ has: page.locator('#now') }).getByRole('link').first().click();
  await expect(page.getByRole('button', { name: 'Start the quiz' })).toBeVisible();
  await look(page, 'module-quiz');
  await page.getByRole('button', { name: 'Start the quiz' }).click();
  const shown = await read(page);
  await look(page, 'quiz-question');
  // Nothing chosen: the page says so and stays.
  watch.allowStatus(422, /give-answer/);
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await look(page, 'quiz-nothing-chosen');
  await fill(page, shown, { right: false });
  await give(page, shown);
  await look(page, 'quiz-feedback-wrong');
  await page.setViewportSize({ width: 360, height: 640 });
  await page.getByRole('link', { name: 'Next question' }).click();
  const next = await read(page);
  // Which question it is stands clear of the bar that stays at the top.
  const clear = () =>
    page.evaluate(() => {
      const box = (of: string) => document.querySelector(of)?.getBoundingClientRect() ?? new DOMRect();
      return box('.meter').top - box('.exam-bar').bottom;
    });
  await expect.poll(clear).toBeGreaterThan(0);
  await fill(page, next);
  await give(page, next);
  await look(page, 'quiz-feedback-right');
  await page.getByRole('link', { name: 'Next question' }).click();
  await sit(page, { script: true }, () => false);
  await look(page, 'quiz-result-not-yet');
});

test('an exam', async ({ device }) => {
  const page = await device(QUIET);
  await signIn(page, 'lin@halyard.example', DEMO_PASSWORD);
  await visit(page, '/home', 'home-exam', /^Hello, /);
  await visit(page, '/exam/outbound', 'exam-brief', 'Exam: Outbound calls');
  await page.getByRole('button', { name: 'Begin the exam' }).click();
  await read(page);
  await look(page, 'exam-question');
  const elsewhere = await device(QUIET);
  await signIn(elsewhere, 'lin@halyard.example', DEMO_PASSWORD);
  await visit(elsewhere, '/exam/outbound', 'exam-open', 'Exam: Outbound calls');
  await sit(page, { script: true });
  await look(page, 'exam-result-passed');
  await visit(page, '/certificates', 'certificates', 'Certificates');
  await visit(page, '/home', 'home-certified', /^Hello, /);
  await visit(page, '/exam/outbound', 'exam-passed', 'Exam: Outbound calls');

  const rested = await device(QUIET);
  await signIn(rested, 'jonas@halyard.example', DEMO_PASSWORD);
  await visit(rested, '/exam/outbound', 'exam-resting', 'Exam: Outbound calls');
  await visit(rested, '/home', 'home-exam-not-yet', /^Hello, /);
});

test('pages of a manager', async ({ device, watch }) => {
  const page = await device(QUIET);
  await signIn(page, 'maya@halyard.example', DEMO_PASSWORD);
  await visit(page, '/board', 'board', 'Who can take calls?');
  await page.getByRole('link', { name: /Not yet/ }).first().click();
  await expect(page).toHaveURL(/standing=blocked/);
  await look(page, 'board-blocked');
  await page.getByRole('searchbox', { name: 'Find' }).fill('nobody of this name');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('heading', { name: 'Nobody found' })).toBeVisible();
  await look(page, 'board-nobody');
  await page.goto('/board');
  await page.getByRole('link', { name: 'Tomasz Zieliński' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tomasz Zieliński' })).toBeVisible();
  await look(page, 'person-stuck');
  await page.getByRole('link', { name: 'Assign a path' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Assign a path' })).toBeVisible();
  await look(page, 'assign');
  await page.goto('/board');
  await page.getByRole('link', { name: 'Sofia Rossi' }).click();
  await look(page, 'person-certified');
  await visit(page, '/people', 'people', 'People');
  await visit(page, '/people/invite', 'invite', 'Invite somebody');
  await visit(page, '/teams', 'teams', 'Teams');

  // Another team's rep is not there for her.
  const admin = await device(QUIET);
  await signIn(admin, 'alex@halyard.example', DEMO_PASSWORD);
  await admin.goto('/board');
  const href = await admin.getByRole('link', { name: 'Jonas Weber' }).getAttribute('href');
  watch.allowStatus(404, /people/);
  const hidden = await page.goto(href ?? '');
  expect(hidden?.status()).toBe(404);
  await look(page, 'person-of-another-team');
});

test('pages of an override: one asks, another grants', async ({ device }) => {
  const manager = await device(QUIET);
  await signIn(manager, 'maya@halyard.example', DEMO_PASSWORD);
  await visit(manager, '/overrides', 'overrides-none', 'Overrides');
  await manager.goto('/board');
  await manager.getByRole('link', { name: 'Tomasz Zieliński' }).click();
  await manager.getByText('Ask for an override').click();
  await manager.getByLabel('Calls', { exact: true }).selectOption('outbound');
  await manager.getByLabel('Level', { exact: true }).selectOption('supervised');
  await manager.getByLabel('Why?').fill('Everybody else is ill.');
  await manager.getByRole('button', { name: 'Ask a second person' }).click();
  await expect(manager.getByText('Waits for a second person')).toBeVisible();

  const admin = await device(QUIET);
  await signIn(admin, 'alex@halyard.example', DEMO_PASSWORD);
  await visit(admin, '/overrides', 'overrides-asked', 'Overrides');
  await admin.getByRole('button', { name: 'Grant it' }).click();
  await expect(admin.getByText('Lifts now')).toBeVisible();
  await visit(admin, '/board', 'board-override', 'Who can take calls?');
  await expect(admin.getByText(/^Override until/)).toBeVisible();
  await visit(admin, '/overrides', 'overrides', 'Overrides');
  await admin.getByRole('button', { name: 'End it now' }).click();
  await expect(admin.getByText('Ended. Nothing is lifted any more.')).toBeVisible();
});

test('pages of an admin', async ({ device }) => {
  const page = await device(QUIET);
  await signIn(page, 'alex@halyard.example', DEMO_PASSWORD);
  await visit(page, '/board', 'admin-board', 'Who can take calls?');
  await visit(page, '/people', 'admin-people', 'People');
  await page.getByText('Close account').first().click();
  await look(page, 'admin-people-close');
  await visit(page, '/teams', 'admin-teams', 'Teams');
  await visit(page, '/people/invite', 'admin-invite', 'Invite somebody');
  await visit(page, '/keys', 'keys', 'API keys');
  await page.getByLabel('Name').fill('Dialler, main site');
  await page.getByRole('button', { name: 'Make the key' }).click();
  await expect(page.getByRole('region', { name: 'The new key' })).toBeVisible();
  await look(page, 'keys-made');
  await visit(page, '/webhooks', 'webhooks-none', 'Webhooks');
  await page.getByLabel('Description').fill('CRM');
  await page.getByLabel('Address').fill('https://crm.halyard.invalid/hooks/canoe?tenant=halyard-outbound-north');
  await page.getByLabel('clearance.changed').check();
  await page.getByRole('button', { name: 'Make the webhook' }).click();
  await expect(page.getByRole('region', { name: 'The secret' })).toBeVisible();
  await look(page, 'webhook-made');
  await page.getByRole('button', { name: 'Send a test event' }).click();
  const failed = page.getByRole('row').filter({ hasText: 'is not found' });
  await expect(async () => {
    await page.reload();
    await expect(failed).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByText('Make a new secret').click();
  await page.getByText('Change it').click();
  await look(page, 'webhook-failing');
  await failed.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'webhook.test' })).toBeVisible();
  await look(page, 'webhook-delivery');
  await visit(page, '/webhooks', 'webhooks', 'Webhooks');
  await visit(page, '/audit', 'audit', 'Audit');
  await visit(page, '/home', 'admin-home', /^Hello, /);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await look(page, 'admin-more');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Alex Moreau|AM/ }).click();
  await look(page, 'admin-menu');
});

test('the set-up, and an installation with nothing in it', async ({ device, watch }) => {
  const { Server } = await import('../helpers/server');
  const server = await Server.start();
  try {
    const page = await device({ ...QUIET, baseURL: server.url });
    await visit(page, server.setUpLink, 'set-up', 'Welcome aboard');
    await page.getByLabel('Your name').fill('Ada Admin');
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByLabel('Password').fill('four unrelated paddles drift');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Teams' })).toBeVisible();
    await look(page, 'empty-teams');
    await visit(page, '/board', 'empty-board', 'Who can take calls?');
    await visit(page, '/people', 'empty-people', 'People');
    await visit(page, '/assign', 'empty-assign', 'Assign a path');
    await visit(page, '/keys', 'empty-keys', 'API keys');
    watch.allowStatus(410, /set-up/);
    watch.allowStatus(409, /set-up/);
    watch.allowStatus(404, /set-up/);
    await page.goto(server.setUpLink);
    await expect(page.getByRole('heading', { level: 1, name: /^This link/ })).toBeVisible();
    await look(page, 'set-up-used');
  } finally {
    await server.stop();
  }
});

test('a theme is kept, with and without script', async ({ device }) => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await device({ javaScriptEnabled, colorScheme: 'light' });
    await signIn(page, 'ruth@halyard.example', DEMO_PASSWORD);
    await page.goto('/certificates');
    await page.getByRole('button', { name: /Ruth Almeida/ }).click();
    await page.getByRole('button', { name: 'Dark' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'canoe-dark');
    await expect(page).toHaveURL(/\/certificates$/);
    await page.goto('/home');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'canoe-dark');
  }
});
