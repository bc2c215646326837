//! Looking at a page: light and dark, on a phone and at a desk.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DATABASE } from './server';
import { expect } from './test';

const SHOTS = path.resolve(__dirname, '../.shots');
const WIDTHS = [360, 1280];
const THEMES = ['light', 'dark'] as const;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a browser is asked for whose pages are looked at. */
export const QUIET = { reducedMotion: 'reduce' } as const;

/** Looks at the page as it stands in every width and theme. */
export async function look(page: Page, name: string, widths = WIDTHS, themes: readonly ('light' | 'dark')[] = THEMES): Promise<void> {
  await mkdir(SHOTS, { recursive: true });
  for (const width of widths) {
    for (const theme of themes) {
      const what = `${name}-${width}-${theme}`;
      await page.setViewportSize({ width, height: width < 500 ? 740 : 900 });
      await page.emulateMedia({ colorScheme: theme, ...QUIET });
      await page.evaluate(() => document.fonts.ready);
      if (DATABASE === 'sqlite') {
        await withBarAtItsPlace(page, () => page.screenshot({ path: path.join(SHOTS, `${what}.png`), fullPage: true }));
      }
      const wide = await page.evaluate(() => {
        const over = document.documentElement.scrollWidth - innerWidth;
        const culprits = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5);
        return over > 0 ? `${over} px too wide: ${culprits.slice(-3).map((e) => e.outerHTML.slice(0, 120)).join(' | ')}` : '';
      });
      expect.soft(wide, what).toBe('');
      const { violations } = await withBarAtItsPlace(page, () => new AxeBuilder({ page }).withTags(TAGS).analyze());
      const found = violations.map(
        ({ id, impact, help, nodes }) =>
          `${id} (${impact}): ${help}\n` +
          nodes.map((node) => `    ${node.target.join(' ')}\n      ${node.failureSummary?.split('\n').slice(1).join(' ')}`).join('\n'),
      );
      expect.soft(found, `axe, ${what}`).toEqual([]);
    }
  }
}

/** The bar at the bottom of a phone covers half of what scrolls beneath it, which axe takes for a target too small. */
async function withBarAtItsPlace<T>(page: Page, act: () => Promise<T>): Promise<T> {
  const place = (position: string) =>
    page.evaluate((position) => {
      for (const bar of document.querySelectorAll<HTMLElement>('.bottom-nav')) bar.style.position = position;
    }, position);
  await place('static');
  try {
    return await act();
  } finally {
    await place('');
  }
}
