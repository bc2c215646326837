//! An admin at work without a browser: the forms of the pages, sent as a browser sends them.

import { DEMO_PASSWORD, type Server } from './server';

/** Somebody who is signed in. */
export class Desk {
  private constructor(
    private readonly server: Server,
    private readonly cookie: string,
  ) {}

  /** Signs the admin of the demo company in. */
  static async open(server: Server): Promise<Desk> {
    const answer = await post(server, 'sign-in', new URLSearchParams({ email: 'alex@halyard.example', password: DEMO_PASSWORD }), '');
    const cookie = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
    if (!cookie) throw new Error(`nobody is signed in: ${answer.status} ${await answer.text()}`);
    return new Desk(server, cookie);
  }

  /** What the page about somebody is made of. */
  async person(id: string): Promise<{ certificates: { id: string; may: string[] }[] }> {
    const answer = await post(this.server, 'person', JSON.stringify({ id }), this.cookie);
    return (await answer.json()) as { certificates: { id: string; may: string[] }[] };
  }

  /** Decides about somebody's newest certificate. When this returns, the answer is there. */
  async decide(person: string, verdict: 'suspend' | 'reinstate' | 'revoke'): Promise<void> {
    const certificate = (await this.person(person)).certificates[0]?.id ?? '';
    await this.send('decide-certificate', { certificate, verdict, reason: 'Promised a discount.' });
  }

  /** Sends a form. */
  async send(form: string, fields: Record<string, string>): Promise<void> {
    const answer = await post(this.server, form, new URLSearchParams(fields), this.cookie);
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${form}: ${answer.status} ${said}`);
  }
}

async function post(server: Server, form: string, body: URLSearchParams | string, cookie: string): Promise<Response> {
  const kind = typeof body === 'string' ? 'application/json' : 'application/x-www-form-urlencoded';
  return fetch(`${server.url}/api/${form}`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': kind, origin: server.url, cookie },
    body,
    redirect: 'manual',
  });
}
