import { defineConfig } from '@playwright/test';

/** The gate with a real SIP proxy: no browser. One at a time, so that a second's timeout means a second. */
export default defineConfig({
  testDir: 'telephony',
  outputDir: 'test-results/telephony',
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 120_000,
  reporter: [['list']],
});
