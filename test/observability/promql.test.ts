import { faultsOf } from './promql';

/** The checks of all other expressions are worth what these find. */
test.each([
  ['a bracket too few', 'sum(rate(up[5m])'],
  ['an unknown function', 'rat(up[5m])'],
  ['a range where an instant is wanted', 'sum(up[5m])'],
  ['an instant where a range is wanted', 'rate(up)'],
  ['an empty selector', '{}'],
  ['a comparison of scalars without bool', '1 > 2'],
])('finds %s', (_, expression) => {
  expect(faultsOf(expression)).not.toEqual([]);
});

test.each(['up == 0', 'sum by (pod) (rate(up[$__rate_interval])) / 2', 'vector(0.999)'])('passes %s', (expression) => {
  expect(faultsOf(expression)).toEqual([]);
});
