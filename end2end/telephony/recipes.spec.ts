//! The requests that the pages about phone systems write down, replayed against a real server.

import { CLEARED, expect, NOT_CLEARED, test } from '../helpers/phone';
import { ASKED, filled, recipe } from '../helpers/recipes';

const REFS = [CLEARED, NOT_CLEARED, 'agent-nobody', CLEARED];

for (const page of ['README.md', 'kamailio.md', 'asterisk.md', 'freeswitch.md']) {
  test(`what ${page} asks is answered as it says`, async ({ server, key }) => {
    const { method, address, headers, answers } = recipe(page);
    expect(answers.map(({ asked }) => asked)).toEqual(ASKED);
    const plain = headers.Accept === 'text/plain';
    for (const [at, { asked, status, body }] of answers.entries()) {
      const values = { ref: encodeURIComponent(REFS[at] ?? ''), key: at === 3 ? `${key}x` : key };
      const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, filled(value, values)]);
      const answer = await fetch(server.url + filled(address, values), { method, headers: sent, redirect: 'manual' });
      const said = await answer.text();
      expect([asked, answer.status]).toEqual([asked, status]);
      if (plain) expect([asked, said]).toEqual([asked, body]);
      else expect(said).toContain(body);
      if (at > 0) expect(said).not.toContain('"cleared":true');
    }
  });
}

for (const page of ['asterisk.md', 'freeswitch.md']) {
  test(`the dial plan of ${page} asks what the page writes down`, () => {
    const { address, headers, blocks } = recipe(page);
    const dialPlan = blocks.join('\n');
    const asked = [...dialPlan.matchAll(/\/api\/v1\/people\/\$\{.*?\}+(\/clearance\?[^\s)"]*)/g)].map(([, rest]) => `/api/v1/people/{ref}${rest}`);
    expect(asked).toEqual([address]);
    const key = /Authorization: Bearer \$+\{\w+\}/.exec(dialPlan)?.[0].replace(/\$+\{\w+\}/, '{key}');
    expect(key).toBe(`Authorization: ${headers.Authorization}`);
    expect(dialPlan).toContain(`Accept: ${headers.Accept}`);
  });
}
