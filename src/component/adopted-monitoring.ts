import { Labels } from '../internal/promql';
import { MonitoringPlan, ScrapeEndpoint } from '../model/monitoring-plan';
import { podAlerts, podPanels, targetMissing, WatchedWorkload, workloadAlerts, workloadPanels } from '../workload/workload-alerts';

export interface AdoptedWatch {
  readonly namespace?: string;
  readonly name: string;
  readonly kind: string;
  readonly single: boolean;
  readonly scrape?: ScrapeEndpoint;
}

/** What is watched of any workload of its kind. */
export function adoptedMonitoring(watch: AdoptedWatch): MonitoringPlan {
  const { name, scrape } = watch;
  const workload = asWatched(watch);
  const pods = podsOf(watch);
  // A task ends, and its pods with it.
  const isTask = ['Job', 'CronJob'].includes(watch.kind);
  const missing = scrape && !isTask ? [targetMissing('Workload', name, { ...namespaceLabel(watch), job: name }, workload)] : [];
  const alerts = workload ? workloadAlerts(workload) : podAlerts(name, pods).map((alert) => ({ ...alert, runbook: alert.id }));
  return {
    title: name,
    scrapes: scrape ? [scrape] : [],
    alerts: [...missing, ...alerts],
    recordings: [],
    panels: workload ? workloadPanels(workload) : podPanels(pods),
  };
}

function asWatched({ namespace, name, kind, single }: AdoptedWatch): WatchedWorkload | undefined {
  return kind === 'Deployment' || kind === 'StatefulSet' ? { namespace, name, kind, single, autoscaled: false } : undefined;
}

/** The pods of a CronJob have the number of the run in their names. */
function podsOf(watch: AdoptedWatch): Labels {
  const pattern = watch.kind === 'CronJob' ? '-[0-9]+-[a-z0-9]{5}' : '-[a-z0-9]{5}';
  return { ...namespaceLabel(watch), pod: `~${watch.name}${pattern}` };
}

function namespaceLabel({ namespace }: AdoptedWatch): Labels {
  return namespace === undefined ? {} : { namespace };
}
