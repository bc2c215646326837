//! A system that takes webhooks, and checks them with the library of the specification's authors.

import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A message as it came. */
export interface Message {
  id: string;
  headers: Record<string, string>;
  body: string;
}

/** What a message tells. */
export interface Told {
  type: string;
  timestamp: string;
  data: { path?: string; due_at?: string; person?: { id: string; email: string } };
}

/** Answers `status` after `delay` milliseconds, and keeps what came. */
export class Receiver {
  readonly messages: Message[] = [];
  status = 204;
  delay = 0;
  private constructor(private readonly http: HttpServer) {}

  static async start(): Promise<Receiver> {
    const http = createServer();
    const receiver = new Receiver(http);
    http.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const headers: Record<string, string> = {};
        for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
        receiver.messages.push({ id: headers['webhook-id'] ?? '', headers, body });
        setTimeout(() => response.writeHead(receiver.status).end('noted'), receiver.delay);
      });
    });
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    return receiver;
  }

  /** Where it listens. */
  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/hook`;
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((done) => this.http.close(done));
  }
}

/** What a message tells, where its signature by this secret holds; throws where it does not. */
export function verified(secret: string, message: Message): Told {
  return new Webhook(secret).verify(message.body, message.headers) as Told;
}
