//! nginx in front of several nodes, as in docs/scale.md: requests go to each in turn.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Child } from './child';

/** Debian keeps it off the PATH of ordinary users. */
const PROGRAM = process.env.CANOE_E2E_NGINX ?? '/usr/sbin/nginx';

/** A TCP port that is free now. */
export async function freeTcpPort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))));
    });
  });
}

/** A running nginx. */
export class Nginx {
  private constructor(
    /** Where it answers, without a slash at the end. */
    readonly url: string,
    private readonly child: Child,
    private readonly folder: string,
  ) {}

  /** Starts one on this port, in front of nodes at these addresses. */
  static async start(port: number, nodes: string[]): Promise<Nginx> {
    const folder = await mkdtemp(path.join(tmpdir(), 'canoe-nginx-'));
    const servers = nodes.map((node) => `    server ${new URL(node).host} max_fails=1 fail_timeout=1s;`).join('\n');
    await writeFile(path.join(folder, 'nginx.conf'), configuration(folder, port, servers));
    const child = new Child(PROGRAM, ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', path.join(folder, 'error.log')]);
    const nginx = new Nginx(`http://127.0.0.1:${port}`, child, folder);
    try {
      await child.until(async () => (await fetch(`${nginx.url}/healthz`).catch(() => undefined))?.ok === true);
    } catch (error) {
      await nginx.stop();
      throw error;
    }
    return nginx;
  }

  /** How many requests each node has answered, by its address. */
  async answered(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const line of (await readFile(path.join(this.folder, 'access.log'), 'utf8')).split('\n').filter(Boolean)) {
      // Where the first node did not answer, the line names all that were tried.
      const node = `http://${line.split(', ').at(-1)}`;
      counts.set(node, (counts.get(node) ?? 0) + 1);
    }
    return counts;
  }

  async stop(): Promise<void> {
    await this.child.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function configuration(folder: string, port: number, servers: string): string {
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  log_format upstream '$upstream_addr';
  access_log ${folder}/access.log upstream;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  upstream canoe {
${servers}
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://canoe;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      # Pages are sent as they become ready.
      proxy_buffering off;
      # A node that does not even take the connection has done nothing: the next one may, for forms, too.
      proxy_connect_timeout 1s;
      proxy_next_upstream error timeout;
    }
  }
}
`;
}
