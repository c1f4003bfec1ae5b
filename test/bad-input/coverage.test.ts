import { inputsOf, PropType } from '../support/assembly';
import { CASES } from './cases';
import { UNLIMITED } from './unlimited';

/** What can be too low and too high, and not only malformed. */
const MEASURES = ['number', 'cdk8s.Duration', 'cdk8s.Size', 'cdk8s-plus-29.Cpu'];

const inputs = inputsOf('cdk8s-agent-platform');

function expected(type: PropType): string[] {
  return MEASURES.includes(type) ? ['high', 'low', 'malformed'] : ['malformed'];
}

test('the API has inputs', () => {
  expect(inputs.size).toBeGreaterThan(100);
});

test.each([...inputs].filter(([name]) => !UNLIMITED[name]))('%s is refused when it is bad', (name, type) => {
  const badness = (CASES[name] ?? []).map(([bad]) => bad);
  expect(badness).toEqual(expect.arrayContaining(expected(type)));
});

test('what is said to be unlimited is an input, has a reason, and no case', () => {
  const wrong = Object.entries(UNLIMITED).filter(([name, reason]) => !inputs.has(name) || reason.length < 20 || CASES[name]);
  expect(wrong).toEqual([]);
});

test('every case is about an input, or a struct that may be missing', () => {
  const structs = ['Connections.admitScraper.reader', 'TrafficPeer.pods.location'];
  expect(Object.keys(CASES).filter((name) => !inputs.has(name))).toEqual(structs);
});
