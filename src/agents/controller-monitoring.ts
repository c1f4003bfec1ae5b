import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { AlertOverride, applyOverrides } from '../model/alert-override';
import { IScrapeGate, MonitoringPlan } from '../model/monitoring-plan';

export interface ControllerMonitoring {
  readonly namespace?: string;
  readonly name: string;
  readonly metricsPort: number;
  readonly gate: IScrapeGate;
  readonly leaderElection: boolean;
  readonly overrides: Record<string, AlertOverride>;
}

export function controllerMonitoringPlan(controller: IConstruct, facts: ControllerMonitoring): MonitoringPlan {
  return {
    title: facts.name,
    scrapes: [{ port: 'metrics', portNumber: facts.metricsPort, podLabels: { 'app.kubernetes.io/instance': facts.name }, gate: facts.gate }],
    alerts: applyOverrides(new Guard(controller), [], facts.overrides),
    recordings: [],
    panels: [],
  };
}
