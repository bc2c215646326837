//! The right answers, read from the question files of the repository.

import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './server';

/** A question with its key, all words flattened by `flat`. */
export interface Known {
  id: string;
  prompt: string;
  situation: string;
  right: string[];
  wrong: string[];
  number?: string;
  /** Words that are accepted, as they are typed. */
  words?: string;
  /** The items of an order, in the right order. */
  steps: string[];
  /** Rows with what belongs to each. */
  pairs: [string, string][];
}

/** Letters and digits only: what Markdown, quotes and line breaks look like on a page does not matter. */
export function flat(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
}

/** Drops what Markdown does not show: targets of links, backslashes. */
function shown(markdown: string): string {
  return flat(markdown.replace(/\]\([^)]*\)/g, ']').replace(/\\/g, ''));
}

/** What begins the answer of a kind that says so. */
const ANSWERS: Record<string, RegExp> = { ordering: /^\d+\. /m, matching: /^\|/m };

function parse(text: string): Known[] {
  return text.split(/^## /m).slice(1).map((block) => {
    const [, prompt, id, attributes, body] = /^(.*?)\s*\{#(\S+)([^}]*)\}\s*\n([\s\S]*)$/.exec(block) ?? [];
    if (!prompt || !id || attributes === undefined || body === undefined) throw new Error(`not a question: ${block.slice(0, 80)}`);
    const kind = /\bkind=([a-z-]+)/.exec(attributes)?.[1] ?? '';
    const end = body.search(ANSWERS[kind] ?? /^(- \[[ x]\] |= )/m);
    const options = [...body.matchAll(/^- \[([ x])\] (.*(?:\n {2}(?! *>).*)*)/gm)];
    const of = (mark: string) => options.filter(([, found]) => found === mark).map(([, , words]) => shown(words ?? ''));
    const typed = /^= *(.*)$/m.exec(body)?.[1]?.trim();
    const steps = kind === 'ordering' ? [...body.matchAll(/^\d+\. (.*(?:\n {3}(?! *>).*)*)/gm)] : [];
    // The first two lines of a table are its head.
    const rows = kind === 'matching' ? [...body.matchAll(/^\|(.*)\|(.*)\|$/gm)].slice(2) : [];
    return {
      id,
      prompt: shown(prompt),
      situation: shown(body.slice(0, end)),
      right: of('x'),
      wrong: of(' '),
      ...(typed === undefined ? {} : kind === 'short-text' ? { words: typed } : { number: typed.split(/[\s±+]/)[0] ?? '' }),
      steps: steps.map(([, words]) => shown(words ?? '')),
      pairs: rows.map(([, row, option]): [string, string] => [shown(row ?? ''), shown(option ?? '')]),
    };
  });
}

const MODULES = path.join(ROOT, 'content/packs/halyard/modules');

/** All questions of the pack. */
export const QUESTIONS: Known[] = readdirSync(MODULES).flatMap((name) =>
  parse(readFileSync(path.join(MODULES, name, 'questions.md'), 'utf8')),
);

/** The question that shows these words. */
export function known(prompt: string, page: string, options: string[]): Known {
  const [asked, around, offered] = [flat(prompt), flat(page), options.map(flat).sort()];
  const found = QUESTIONS.filter((question) => {
    const all = [...question.right, ...question.wrong, ...question.steps, ...question.pairs.map(([row]) => row)].sort();
    return question.prompt === asked && around.includes(question.situation) && all.join('|') === offered.join('|');
  });
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} questions in the pack show “${prompt}” with ${offered.length} options`);
  return found[0];
}
