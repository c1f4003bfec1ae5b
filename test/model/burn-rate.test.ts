import { burnRateAlerts, burnRatePanels, burnRateRecordings, errorBudget, ServiceLevel } from '../../src/model/burn-rate';

const level: ServiceLevel = {
  alert: 'ApiAvailability',
  slo: 'availability',
  labels: { namespace: 'agents', job: 'api' },
  target: 99.9,
  subject: 'api',
  objective: '99.9% of requests succeed',
  errorRatio: (window) => `bad[${window}]`,
  requests: (window) => `all[${window}]`,
};
const SELECTOR = '{namespace="agents",job="api",slo="availability"}';

test.each([[99.9, 0.001], [99.99, 0.0001], [99.999, 0.00001], [99, 0.01], [93.07, 0.0693], [99.95, 0.0005]])('of %d percent may fail %d', (target, budget) => {
  expect(errorBudget(target)).toBe(budget);
});

test('the windows are those of the SRE workbook', () => {
  expect(burnRateAlerts(level).map(({ id, severity, for: wait, labels }) => [id, severity, wait!.toMinutes(), labels!.short_window])).toEqual([
    ['ApiAvailabilityBudgetBurning1h', 'critical', 2, '5m'],
    ['ApiAvailabilityBudgetBurning6h', 'critical', 15, '30m'],
    ['ApiAvailabilityBudgetBurning1d', 'warning', 60, '2h'],
    ['ApiAvailabilityBudgetBurning3d', 'warning', 180, '6h'],
  ]);
});

test('the factors spend the budget that the description says', () => {
  const hours: Record<string, number> = { '1h': 1, '6h': 6, '1d': 24, '3d': 72 };
  for (const { expr, description, labels } of burnRateAlerts(level)) {
    const factor = Number(/\(([\d.]+) \*/.exec(expr)![1]);
    const spent = Number(/spends (\d+)%/.exec(description)![1]);
    expect(factor * hours[labels!.long_window] / (30 * 24) * 100).toBeCloseTo(spent);
  }
});

test('both windows must burn', () => {
  expect(burnRateAlerts(level)[0].expr)
    .toBe(`slo:sli_error:ratio_rate5m${SELECTOR} > (14.4 * 0.001) and slo:sli_error:ratio_rate1h${SELECTOR} > (14.4 * 0.001)`
      + ` and on (namespace, job) (slo:sli_error:ratio_rate1h${SELECTOR} * on (namespace, job) all[1h] >= 10)`);
});

test('the alerts of one level share a name, so that the critical ones keep the warnings quiet', () => {
  expect(new Set(burnRateAlerts(level).map(({ name }) => name))).toEqual(new Set(['ApiAvailabilityBudgetBurning']));
});

test('the fastest alert can fire at the lowest target that is taken, and could not below', () => {
  expect(14.4 * errorBudget(93.07)).toBeLessThan(1);
  expect(14.4 * errorBudget(93.05)).toBeGreaterThan(1);
});

test('what is recorded has the names that Sloth uses', () => {
  expect(burnRateRecordings(level).map(({ record }) => record)).toEqual([
    ...['5m', '30m', '1h', '2h', '6h', '1d', '3d', '30d'].map((window) => `slo:sli_error:ratio_rate${window}`),
    'slo:objective:ratio', 'slo:error_budget:ratio', 'slo:current_burn_rate:ratio', 'slo:period_error_budget_remaining:ratio',
  ]);
});

test('thirty days are an average of what is recorded, not a rate over thirty days', () => {
  expect(burnRateRecordings(level).find(({ record }) => record.endsWith('30d'))!.expr).toBe(`avg_over_time(slo:sli_error:ratio_rate5m${SELECTOR}[30d])`);
});

test('everything that is recorded says whose it is', () => {
  expect(burnRateRecordings(level).map(({ labels }) => labels)).toEqual(Array(12).fill({ namespace: 'agents', job: 'api', slo: 'availability' }));
});

test('budget and objective are round numbers', () => {
  const values = burnRateRecordings(level).filter(({ expr }) => expr.startsWith('vector')).map(({ expr }) => expr);
  expect(values).toEqual(['vector(0.999)', 'vector(0.001)']);
});

test('panels show the budget and how fast it goes', () => {
  expect(burnRatePanels(level).flatMap(({ queries }) => queries.map(({ expr }) => expr)))
    .toEqual([`slo:period_error_budget_remaining:ratio${SELECTOR}`, `slo:current_burn_rate:ratio${SELECTOR}`]);
});
