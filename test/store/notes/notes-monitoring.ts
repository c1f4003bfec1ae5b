import { IScrapeAccess, MonitoringPlan } from 'cdk8s-agent-platform';
import { selector, targetMissing, volumeAlerts, volumePanel, workloadAlerts } from 'cdk8s-agent-platform/store';

export function notesMonitoring(name: string, instance: string, namespace: string | undefined, scrapeAccess: IScrapeAccess): MonitoringPlan {
  const volumes = { namespace, name, claims: `data-${instance}-[0-9]+` };
  return {
    title: name,
    scrapes: [{ port: 'notes', portNumber: 7000, podLabels: selector(instance), job: instance, scrapeAccess }],
    alerts: [
      targetMissing('Notes', name, { job: instance }),
      ...volumeAlerts('Notes', volumes),
      ...workloadAlerts({ namespace, name: instance, kind: 'StatefulSet', autoscaled: false }),
    ],
    recordings: [],
    panels: [volumePanel(volumes)],
  };
}
