import { Duration } from 'cdk8s';
import { aggregate, Labels, select } from '../internal/promql';
import { withThreshold } from '../model/alert-threshold';
import { MonitoringPlan, Severity } from '../model/monitoring-plan';

/**
 * The certificates of an issuer, as cert-manager reports them. The team that runs cert-manager scrapes it. How late a renewal is counts as a share of the
 * time between the moment that it was due and the end of the certificate, so one limit suits certificates of an hour and of a year.
 */
export function issuerMonitoring(issuer: string): MonitoringPlan {
  const labels: Labels = { issuer_kind: 'ClusterIssuer', issuer_name: issuer };
  const of = (metric: string, more: Labels = {}): string => byCertificate(select(`certmanager_certificate_${metric}`, { ...labels, ...more }));
  const due = of('renewal_timestamp_seconds');
  const overdue = `(time() - ${due}) / (${of('expiration_timestamp_seconds')} - ${due})`;
  const certificate = '{{ $labels.certificate_namespace }}/{{ $labels.name }}';
  return {
    title: issuer,
    scrapes: [],
    alerts: [
      {
        id: 'CertificateNotReady',
        expr: `${of('ready_status', { condition: 'True' })} == 0`,
        for: Duration.minutes(15),
        severity: Severity.WARNING,
        summary: `A certificate of issuer ${issuer} is not ready.`,
        description: `Certificate ${certificate} has not been issued, has expired, or its Secret does not match it.`,
      },
      withThreshold({ usual: 0.25, unit: 'share', min: 0.01, max: 0.95 }, (limit) => ({
        id: 'CertificateRenewalOverdue',
        expr: `${overdue} > ${limit.value}`,
        for: Duration.minutes(5),
        severity: Severity.WARNING,
        summary: `The renewal of a certificate of issuer ${issuer} is overdue.`,
        description: `Certificate ${certificate} should have been renewed: more than ${limit.text} of the time between its renewal date and its expiry has passed.`,
      })),
      withThreshold({ usual: 0.75, unit: 'share', min: 0.05, max: 0.99 }, (limit) => ({
        id: 'CertificateExpiringSoon',
        expr: `${overdue} > ${limit.value}`,
        for: Duration.minutes(1),
        severity: Severity.CRITICAL,
        summary: `A certificate of issuer ${issuer} is about to expire.`,
        description: `Certificate ${certificate} has not been renewed: more than ${limit.text} of the time between its renewal date and its expiry has passed.`
          + ' Clients refuse connections once it has expired.',
      })),
    ],
    recordings: [],
    panels: [
      {
        title: 'Time until expiry', description: 'Time until each certificate expires.', unit: 's',
        queries: [{ expr: `${of('expiration_timestamp_seconds')} - time()`, legend: '{{certificate_namespace}}/{{name}}' }],
      },
      {
        title: 'Certificates that are not ready', description: 'Certificates that are not issued, or have expired.', unit: 'short',
        queries: [{ expr: `count(${of('ready_status', { condition: 'True' })} == 0) or vector(0)`, legend: 'not ready' }],
      },
    ],
  };
}

/**
 * The namespace of a certificate is the label `namespace` where cert-manager is scraped with `honorLabels`, and else `exported_namespace`; the rule's own
 * `namespace` takes its place in the alert.
 */
function byCertificate(series: string): string {
  const copied = (from: string, expr: string): string => `label_replace(${expr}, "certificate_namespace", "$1", "${from}", "(.+)")`;
  return aggregate('max', ['certificate_namespace', 'name'], copied('exported_namespace', copied('namespace', series)));
}
