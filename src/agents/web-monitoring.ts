import { IConstruct } from 'constructs';
import { MonitoringPlan, ScrapeEndpoint } from '../model/monitoring-plan';
import { Objective } from '../model/objective';
import { volumeAlerts, volumePanel } from '../workload/volume-watch';
import { WatchedWorkload, workloadAlerts, workloadPanels } from '../workload/workload-alerts';
import { apiMonitoringPlan } from './api-monitoring';
import { uploadsClaim } from './uploads';

export interface WebMonitoring {
  readonly workload: WatchedWorkload;
  /** Absent where the program offers no metrics. */
  readonly scrape?: ScrapeEndpoint;
  readonly objectives: Objective[];
  readonly hasVolume: boolean;
}

/** Requests as those of an API, where the program counts them; its pods; and its volume. */
export function webMonitoringPlan(web: IConstruct, { workload, scrape, objectives, hasVolume }: WebMonitoring): MonitoringPlan {
  const plan = scrape ? apiMonitoringPlan(web, { workload, scrape, objectives }) : podsOnly(workload);
  if (!hasVolume) {
    return plan;
  }
  const volumes = { namespace: workload.namespace, name: workload.name, claims: uploadsClaim(workload.name) };
  return { ...plan, alerts: [...plan.alerts, ...volumeAlerts('Uploads', volumes)], panels: [...plan.panels, volumePanel(volumes)] };
}

function podsOnly(workload: WatchedWorkload): MonitoringPlan {
  return { title: workload.name, scrapes: [], alerts: workloadAlerts(workload), recordings: [], panels: workloadPanels(workload) };
}
