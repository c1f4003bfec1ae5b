import { agentFleet } from '../../examples/agent-fleet/main';
import { quickstart } from '../../examples/quickstart/main';
import { Alert, MonitoringPlan } from '../../src';
import { silentApp } from '../support/platforms';
import { fleetPlatform, plansBelow } from './fleet';
import { faultsOf } from './promql';

/** Our own fleet, which has every part of the agents' floor in every way, and the examples, which have the stores. */
const fleet = plansBelow(fleetPlatform(silentApp(), 'production', () => undefined));
const examples = silentApp();
agentFleet(examples);
quickstart(examples);
const plans = [...fleet, ...[...plansBelow(examples)].map(([path, plan]): [string, MonitoringPlan] => [`example ${path}`, plan])];

function expressions(plan: MonitoringPlan): string[] {
  return [
    ...plan.alerts.map(({ expr }) => expr),
    ...plan.recordings.map(({ expr }) => expr),
    ...plan.panels.flatMap(({ queries }) => queries.map(({ expr }) => expr)),
  ];
}

test('every kind of part has a plan', () => {
  expect([...fleet.keys()]).toEqual([
    'production/agents/api', 'production/agents/leader', 'production/agents/shards', 'production/agents/gateway',
  ]);
});

describe.each(plans)('%s', (_, plan) => {
  test('all expressions are sound PromQL', () => {
    expect(expressions(plan).flatMap(faultsOf)).toEqual([]);
  });

  test('ids of alerts are unique and in CamelCase', () => {
    const ids = plan.alerts.map(({ id }) => id);
    expect(ids.filter((id) => !/^([A-Z][a-z0-9]+)+$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a summary is a fixed sentence, and a description says more', () => {
    const unfit = ({ summary, description }: Alert): boolean => !/^[A-Z0-9a-z].*\.$/.test(summary) || /{{/.test(summary) || description.length < 20;
    expect(plan.alerts.filter(unfit).map(({ id }) => id)).toEqual([]);
  });

  test('what begins with slo: is recorded before it is used', () => {
    const recorded = new Set(plan.recordings.map(({ record }) => record));
    const used = expressions(plan).flatMap((expr) => expr.match(/slo:[a-z_]+:[a-z_0-9]+/g) ?? []);
    expect(used.filter((record) => !recorded.has(record))).toEqual([]);
  });

  test('no value stands in a label of an alert', () => {
    expect(plan.alerts.flatMap(({ labels }) => Object.values(labels ?? {})).filter((value) => value.includes('{{'))).toEqual([]);
  });
});
