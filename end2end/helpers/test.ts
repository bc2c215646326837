//! The tests' own `test`: a server where one is asked for, and a watch that fails a test on anything a browser complains of.

import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, test as base } from '@playwright/test';
import { Server } from './server';

export { expect } from '@playwright/test';

/** Everything that went wrong in the browser, unless a test said beforehand that it must. */
export class Watch {
  private readonly complaints: string[] = [];
  private readonly allowed: RegExp[] = [];
  private deaf = false;

  /** A page with this status is part of the test: the browser's line about it is not a complaint. */
  allowStatus(status: number, address: RegExp): void {
    this.allowed.push(new RegExp(`status of ${status}\\b.*\\n.*${address.source}`));
  }

  /** The server is gone meanwhile: refused connections are not complaints. */
  async whileServerIsGone<T>(act: () => Promise<T>): Promise<T> {
    this.deaf = true;
    try {
      return await act();
    } finally {
      this.deaf = false;
    }
  }

  /** What there is to complain of. */
  get all(): readonly string[] {
    return this.complaints;
  }

  /** Listens to all pages of a context. */
  async listen(context: BrowserContext, { script = true } = {}): Promise<void> {
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP: ${event.violatedDirective} stopped ${event.blockedURI} in ${event.sourceFile}:${event.lineNumber}`);
      });
    });
    context.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      this.hear(`console ${message.type()}: ${message.text()}\n  at ${message.location().url} on ${message.page()?.url()}`);
    });
    context.on('weberror', (error) => {
      const { name, message, stack } = error.error();
      // Whoever goes on while the last page still fades away, or comes by a redirect to a page that stands already, skips the fading: the
      // browser's own reports.
      if (name === 'AbortError' && message.startsWith('Transition was skipped')) return;
      if (name === 'InvalidStateError' && message.includes('Page already revealed')) return;
      this.hear(`uncaught ${name}: ${message} ${stack}\n  on ${error.page()?.url()}`);
    });
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // A page that is left takes its unfinished requests with it; a browser without script refuses to load any.
      const expected = why === 'net::ERR_ABORTED' || (!script && why === 'csp' && request.url().endsWith('.js'));
      if (!expected) this.hear(`failed: ${request.method()} ${request.url()}: ${why}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 500) this.hear(`status ${response.status()}: ${response.request().method()} ${response.url()}`);
    });
  }

  private hear(complaint: string): void {
    if (this.deaf && /ERR_CONNECTION_|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/.test(complaint)) return;
    if (!this.allowed.some((allowed) => allowed.test(complaint))) this.complaints.push(complaint);
  }
}

interface Fixtures {
  /** With the demo company, or on an empty database. */
  demo: boolean;
  /** A folder of packs; those of the repository where it is empty. */
  content: string;
  /** Variables that the server is started with. */
  settings: Record<string, string>;
  server: Server;
  watch: Watch;
  /** A browser of its own, as another person at another device; its pages are watched. */
  device: (options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  demo: [false, { option: true }],
  content: ['', { option: true }],
  settings: [{}, { option: true }],

  server: async ({ demo, content, settings }, use, info) => {
    const server = await Server.start({ demo, content, settings });
    await use(server);
    await server.stop();
    if (info.status !== info.expectedStatus) await info.attach('server.log', { body: server.log, contentType: 'text/plain' });
    const panics = server.log.split('\n').filter((line) => /panicked at|\bERROR\b/.test(line));
    if (panics.length > 0) throw new Error(`the server's log has errors:\n${panics.join('\n')}`);
  },

  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    if (watch.all.length > 0) throw new Error(`the browser complained ${watch.all.length} times:\n${watch.all.join('\n')}`);
  },

  device: async ({ browser, server, watch }, use, info) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await (browser as Browser).newContext({ baseURL: server.url, ...options });
      contexts.push(context);
      await watch.listen(context, { script: options.javaScriptEnabled !== false });
      return context.newPage();
    });
    for (const context of contexts) {
      if (info.status !== info.expectedStatus) {
        for (const page of context.pages()) {
          const body = await page.screenshot({ fullPage: true }).catch(() => undefined);
          if (body) await info.attach(new URL(page.url(), server.url).pathname, { body, contentType: 'image/png' });
        }
      }
      await context.close();
    }
  },
});

/** A phone in the hand. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
