import { AlertCase, growing, Series, steady } from './case';
import { podSetCases } from './pod-set';

const COUNT = 'http_server_request_duration_seconds_count';
const BUCKET = 'http_server_request_duration_seconds_bucket';
const up = (pod: string): string => `up{namespace="agents",job="api",pod="${pod}"}`;

/** A thousand requests a minute, over two pods, so many of which fail; a part that never failed has no series of failures. */
function requests(failing: number): Series {
  const of = (pod: string, code: number): string => `${COUNT}{namespace="agents",job="api",pod="${pod}",http_response_status_code="${code}"}`;
  return {
    [of('a', 200)]: growing(500),
    [of('b', 200)]: growing(500 - failing),
    ...failing > 0 ? { [of('b', 500)]: growing(failing) } : {},
    // Another API is in ruins all the while.
    [`${COUNT}{namespace="agents",job="other",http_response_status_code="500"}`]: growing(1000),
  };
}

/** A thousand requests a minute, so many of which take longer than the bound. */
function durations(bound: string, slow: number): Series {
  const of = (le: string): string => `${BUCKET}{namespace="agents",job="api",le="${le}"}`;
  return {
    [of(bound)]: growing(1000 - slow),
    [of('5.0')]: growing(1000),
    [of('+Inf')]: growing(1000),
    [`${COUNT}{namespace="agents",job="api",http_response_status_code="200"}`]: growing(1000),
  };
}

/** Row by row: a burn just above and just below the factor of the row. */
function budgetCases(prefix: string, budgetOfThousand: number, series: (bad: number) => Series): AlertCase[] {
  const rows: [string, number, number][] = [['1h', 14.4, 10], ['6h', 6, 25], ['1d', 3, 75], ['3d', 1, 200]];
  return rows.map(([window, factor, at]) => ({
    id: `${prefix}BudgetBurning${window}`,
    at,
    fires: [series(Math.ceil(factor * budgetOfThousand * 1.1))],
    quiet: [series(Math.floor(factor * budgetOfThousand * 0.9)), series(0), {}],
  }));
}

/** A burn that ended: the long window still knows it, the short one does not any more. */
const ended: AlertCase = {
  id: 'ApiAvailabilityBudgetBurning1h',
  at: 40,
  fires: [],
  quiet: [{
    [`${COUNT}{namespace="agents",job="api",http_response_status_code="500"}`]: '0+100x20 2000x100',
    [`${COUNT}{namespace="agents",job="api",http_response_status_code="200"}`]: growing(900),
  }],
};

/** One bad request in five, once a minute. */
const few: Series = {
  [`${COUNT}{namespace="agents",job="api",http_response_status_code="500"}`]: growing(0.2),
  [`${COUNT}{namespace="agents",job="api",http_response_status_code="200"}`]: growing(0.8),
};
const noReplicas: Series = { 'kube_deployment_spec_replicas{namespace="agents",deployment="api"}': steady(0) };

export const API: AlertCase[] = [
  { id: 'ApiHighErrorRatio', at: 20, fires: [requests(60)], quiet: [requests(40), requests(0), few, {}] },
  { id: 'ApiHighLatency', at: 30, fires: [durations('2.5', 20)], quiet: [durations('2.5', 5), {}] },
  { id: 'ApiNoMetrics', at: 70, fires: [{ [up('a')]: steady(1) }], quiet: [{ [up('a')]: steady(1), ...requests(0) }, { [up('a')]: steady(0) }] },
  {
    id: 'ApiTargetMissing',
    at: 10,
    fires: [{}, { [up('a')]: steady(0), [up('b')]: steady(0) }, { 'up{namespace="other",job="api"}': steady(1) }],
    quiet: [{ [up('a')]: steady(1), [up('b')]: steady(0) }, noReplicas],
  },
  ...budgetCases('ApiAvailability', 1, requests),
  ...budgetCases('ApiLatency500ms', 10, (bad) => durations('0.5', bad)),
  // Prometheus 3 writes the bound of one second as 1.0.
  ...budgetCases('ApiLatency1000ms', 1, (bad) => durations('1.0', bad)),
  ...budgetCases('ApiLatency1000ms', 1, (bad) => durations('1', bad)),
  ended,
  ...podSetCases('api', { autoscaled: true }),
];
