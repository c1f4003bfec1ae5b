import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { AlertOverride, applyOverrides } from '../model/alert-override';
import { IScrapeGate, MonitoringPlan } from '../model/monitoring-plan';
import { Objective } from '../model/objective';

export interface ApiMonitoring {
  readonly namespace?: string;
  readonly name: string;
  readonly metricsPort: number;
  readonly gate: IScrapeGate;
  readonly objectives: Objective[];
  readonly overrides: Record<string, AlertOverride>;
}

export function apiMonitoringPlan(api: IConstruct, facts: ApiMonitoring): MonitoringPlan {
  return {
    title: facts.name,
    scrapes: [{ port: 'metrics', portNumber: facts.metricsPort, podLabels: { 'app.kubernetes.io/instance': facts.name }, gate: facts.gate }],
    alerts: applyOverrides(new Guard(api), [], facts.overrides),
    recordings: [],
    panels: [],
  };
}
