import { aggregate, bucketBound, escape, rate, select } from '../../src/internal/promql';

test('a selector without labels is the metric', () => {
  expect(select('up', {})).toBe('up');
});

test('labels are equal, match, or are excluded', () => {
  expect(select('up', { job: 'api', pod: '~api-.*', container: '!' })).toBe('up{job="api",pod=~"api-.*",container!=""}');
});

test('no value ends its own quotes', () => {
  expect(escape('a"b\\c\nd')).toBe('a\\"b\\\\c\\nd');
  expect(select('up', { job: 'a"b', pod: '~a\\.b' })).toBe('up{job="a\\"b",pod=~"a\\\\.b"}');
});

test('rates and aggregations', () => {
  expect(aggregate('sum', ['namespace', 'job'], rate('up', { job: 'api' }, '5m'))).toBe('sum by (namespace, job) (rate(up{job="api"}[5m]))');
});

test.each([[0.5, '0.5'], [1, '1'], [1, '1.0'], [2.5, '2.5'], [10, '10.0']])('the bound %d matches %s', (bound, written) => {
  expect(written).toMatch(new RegExp(`^(?:${bucketBound(bound).slice(1)})$`));
});

test.each([[0.5, '0x5'], [1, '10'], [1, '100'], [10, '1.0']])('the bound %d does not match %s', (bound, written) => {
  expect(written).not.toMatch(new RegExp(`^(?:${bucketBound(bound).slice(1)})$`));
});
