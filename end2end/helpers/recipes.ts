//! The pages of `docs/telephony`: the request that a page writes down, and the answers it promises.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './server';

/** About whom a page says what is answered, in the words of its table. */
export const ASKED = [
  'somebody who is cleared',
  'somebody who is not cleared',
  'somebody unknown',
  'somebody, with a wrong key',
] as const;

/** A request with what stands in its braces still open. */
export interface Recipe {
  /** `GET`, and the address after `{base}`. */
  method: string;
  address: string;
  headers: Record<string, string>;
  answers: { asked: string; status: number; body: string }[];
  /** The blocks of configuration, which must ask the same. */
  blocks: string[];
}

/** Reads a page. */
export function recipe(page: string): Recipe {
  const text = readFileSync(path.join(ROOT, 'docs/telephony', page), 'utf8');
  const fenced = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, kind, block]) => ({ kind, block: block ?? '' }));
  const requests = fenced.filter(({ kind }) => kind === 'http');
  const [start = '', ...lines] = requests[0]?.block.trim().split('\n') ?? [];
  const [, method, address] = /^(\S+) \{base\}(\S+)$/.exec(start) ?? [];
  if (requests.length !== 1 || !method || !address) throw new Error(`${page} must write down one request, beginning with GET {base}/…`);
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  const table = text.split('| asked about | status | body |\n')[1] ?? '';
  const rows = [...(table.split('\n\n')[0] ?? '').matchAll(/^\| ([^|]+) \| (\d+) \| `([^`|]+)` \|$/gm)];
  const answers = rows.map(([, asked, status, body]) => ({ asked: asked ?? '', status: Number(status), body: body ?? '' }));
  return { method, address, headers, answers, blocks: fenced.filter(({ kind }) => kind === 'ini' || kind === 'xml').map(({ block }) => block) };
}

/** Fills what stands in braces. */
export function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing to put in {${name}}`);
    return value;
  });
}
