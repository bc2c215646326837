//! Something that answers in Canoe's place: in front of Canoe, or instead of it.

import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A running stand-in. */
export class StandIn {
  private constructor(
    /** Where it answers. */
    readonly url: string,
    /** The addresses that were asked. */
    readonly asked: string[],
    /** What was sent with each. */
    readonly headers: IncomingHttpHeaders[],
    private readonly close: () => Promise<void>,
  ) {}

  static async start(answer: Answer): Promise<StandIn> {
    const asked: string[] = [];
    const headers: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      headers.push(request.headers);
      // A caller that went away is part of the game.
      Promise.resolve(answer(request, response)).catch(() => response.destroy());
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    return new StandIn(`http://127.0.0.1:${port}`, asked, headers, async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    });
  }

  /** One that says always the same. */
  static says(status: number, body: string, headers: Record<string, string> = {}): Promise<StandIn> {
    return StandIn.start((_, response) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body));
  }

  /** One that passes every question on to Canoe, and hands back the answer after so many milliseconds. */
  static slow(canoe: string, delay: number): Promise<StandIn> {
    return StandIn.start(async ({ url, headers }, response) => {
      const { authorization = '', accept = '' } = headers;
      const answer = await fetch(`${canoe}${url}`, { headers: { authorization, accept } });
      const body = await answer.text();
      await new Promise((done) => setTimeout(done, delay));
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(body);
    });
  }

  stop(): Promise<void> {
    return this.close();
  }
}
