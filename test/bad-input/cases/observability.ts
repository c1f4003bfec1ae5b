import { Duration } from 'cdk8s';
import { Alerting, MonitoringEngine, Objective, Receiver, Runbooks, SecretSource, Severity } from '../../../src';
import { Cases } from '../case';
import { adjusted, api, changed, gib, stack, text, wild } from '../compose';

const STACK = 'production/agents/observability';
const runs = (options: object): unknown => stack({ engine: MonitoringEngine.prometheus(options) });
const notifies = (options: object): unknown => stack({ alerting: Alerting.webhook(SecretSource.existing('oncall'), options) });
const receives = (...receivers: Receiver[]): unknown => stack({ alerting: Alerting.receivers(receivers) });
const slack = (options: object): unknown => receives(Receiver.slack(SecretSource.existing('slack'), options));
const RECEIVER = 'alerting.receivers[0]';

export const observabilityCases: Cases = {
  'PrometheusOptions.replicas': [
    ['low', () => runs({ replicas: 0 }), STACK, 'engine.replicas', 'OutOfRange'],
    ['high', () => runs({ replicas: 4 }), STACK, 'engine.replicas', 'OutOfRange'],
    ['malformed', () => runs({ replicas: '2' }), STACK, 'engine.replicas', 'TypeInvalid'],
  ],
  'PrometheusOptions.retention': [
    ['low', () => runs({ retention: Duration.days(2) }), STACK, 'engine.retention', 'OutOfRange'],
    ['high', () => runs({ retention: Duration.days(367) }), STACK, 'engine.retention', 'OutOfRange'],
    ['malformed', () => runs({ retention: '30d' }), STACK, 'engine.retention', 'TypeInvalid'],
  ],
  'PrometheusOptions.storage': [
    ['low', () => runs({ storage: gib(4) }), STACK, 'engine.storage', 'OutOfRange'],
    ['high', () => runs({ storage: gib(16385) }), STACK, 'engine.storage', 'OutOfRange'],
    ['malformed', () => runs({ storage: '50Gi' }), STACK, 'engine.storage', 'TypeInvalid'],
  ],
  'PrometheusOptions.storageClass': [['malformed', () => runs({ storageClass: 'Fast SSD' }), STACK, 'engine.storageClass', 'Invalid']],
  'PrometheusOptions.resources': [['malformed', () => runs({ resources: text }), STACK, 'engine.resources', 'TypeInvalid']],
  'WebhookOptions.destination': [['malformed', () => notifies({ destination: 'oncall.acme.io' }), STACK, 'alerting.destination', 'TypeInvalid']],
  'WebhookOptions.port': [
    ['low', () => notifies({ port: 0 }), STACK, 'alerting.port', 'OutOfRange'],
    ['high', () => notifies({ port: 65536 }), STACK, 'alerting.port', 'OutOfRange'],
    ['malformed', () => notifies({ port: '443' }), STACK, 'alerting.port', 'TypeInvalid'],
  ],
  'ReceiverOptions.severities': [
    ['low', () => slack({ severities: [] }), STACK, `${RECEIVER}.severities`, 'Required'],
    ['malformed', () => slack({ severities: [Severity.INFO] }), STACK, `${RECEIVER}.severities[0]`, 'NotSupported'],
  ],
  'ReceiverOptions.teams': [
    ['low', () => slack({ teams: [] }), STACK, `${RECEIVER}.teams`, 'Required'],
    ['malformed', () => slack({ teams: ['payments team'] }), STACK, `${RECEIVER}.teams[0]`, 'Invalid'],
  ],
  'Alerting.receivers.receivers': [
    ['low', () => receives(), STACK, 'alerting.receivers', 'Required'],
    ['malformed', () => receives(SecretSource.existing('slack') as never), STACK, RECEIVER, 'TypeInvalid'],
    ['malformed', () => slack({ severities: [Severity.WARNING] }), STACK, 'alerting.receivers', 'Invalid'],
    ['malformed', () => receives(Receiver.slack(SecretSource.existing('one')), Receiver.teams(SecretSource.existing('one'))), STACK,
      'alerting.receivers[1].address', 'Duplicate'],
  ],
  'Receiver.webhook.address': [['malformed', () => receives(Receiver.webhook(wild('https://oncall.acme.io'))), STACK, `${RECEIVER}.address`, 'TypeInvalid']],
  'Receiver.slack.address': [['malformed', () => receives(Receiver.slack(undefined as never)), STACK, `${RECEIVER}.address`, 'Required']],
  'Receiver.pagerDuty.address': [['malformed', () => receives(Receiver.pagerDuty(wild('0123'))), STACK, `${RECEIVER}.address`, 'TypeInvalid']],
  'Receiver.opsgenie.address': [['malformed', () => receives(Receiver.opsgenie(wild('0123'))), STACK, `${RECEIVER}.address`, 'TypeInvalid']],
  'Receiver.teams.address': [['malformed', () => receives(Receiver.teams(wild('https://acme.io'))), STACK, `${RECEIVER}.address`, 'TypeInvalid']],
  'AlertChanges.expr': [
    ['low', () => changed({ expr: '' }), 'production/agents/api', 'alerts.PodCrashLooping.expr', 'Invalid'],
    ['high', () => changed({ expr: 'a'.repeat(4097) }), 'production/agents/api', 'alerts.PodCrashLooping.expr', 'Invalid'],
    ['malformed', () => changed({ expr: 1 }), 'production/agents/api', 'alerts.PodCrashLooping.expr', 'Invalid'],
  ],
  'AlertChanges.for': [
    ['low', () => changed({ for: Duration.millis(1) }), 'production/agents/api', 'alerts.PodCrashLooping.for', 'OutOfRange'],
    ['high', () => changed({ for: Duration.days(8) }), 'production/agents/api', 'alerts.PodCrashLooping.for', 'OutOfRange'],
    ['malformed', () => changed({ for: '5m' }), 'production/agents/api', 'alerts.PodCrashLooping.for', 'TypeInvalid'],
  ],
  'AlertChanges.labels': [
    ['malformed', () => changed({ labels: { 'cost-center': 'a' } }), 'production/agents/api', 'alerts.PodCrashLooping.labels', 'Invalid'],
    ['malformed', () => changed({ labels: text }), 'production/agents/api', 'alerts.PodCrashLooping.labels', 'TypeInvalid'],
  ],
  'AlertChanges.description': [
    ['malformed', () => changed({ description: 5 }), 'production/agents/api', 'alerts.PodCrashLooping.description', 'Invalid'],
  ],
  'AlertChanges.summary': [
    ['malformed', () => changed({ summary: 5 }), 'production/agents/api', 'alerts.PodCrashLooping.summary', 'Invalid'],
  ],
  'AlertChanges.threshold': [
    ['malformed', () => changed({ threshold: 5 }), 'production/agents/api', 'alerts.PodCrashLooping.threshold', 'Invalid'],
    ['low', () => adjusted(0), 'production/agents/api', 'alerts.MemoryNearLimit.threshold', 'Invalid'],
    ['high', () => adjusted(2), 'production/agents/api', 'alerts.MemoryNearLimit.threshold', 'Invalid'],
  ],
  'AlertOverride.threshold.value': [
    ['malformed', () => changed({ threshold: 5 }), 'production/agents/api', 'alerts.PodCrashLooping.threshold', 'Invalid'],
    ['low', () => adjusted(0), 'production/agents/api', 'alerts.MemoryNearLimit.threshold', 'Invalid'],
    ['high', () => adjusted(2), 'production/agents/api', 'alerts.MemoryNearLimit.threshold', 'Invalid'],
  ],
  'ObservabilityStackProps.runbooks': [
    ['malformed', () => stack({ runbooks: 'x' }), 'production/agents/observability', 'runbooks', 'TypeInvalid'],
  ],
  'Runbooks.at.address': [
    ['malformed', () => stack({ runbooks: Runbooks.at(Object.create(null) as never) }), 'production/agents/observability', 'runbooks.address', 'Invalid'],
    ['malformed', () => stack({ runbooks: Runbooks.at(undefined as never) }), 'production/agents/observability', 'runbooks.address', 'Invalid'],
    ['malformed', () => stack({ runbooks: Runbooks.at('wiki') }), 'production/agents/observability', 'runbooks.address', 'Invalid'],
  ],
  'Runbooks.at.extension': [
    ['malformed', () => stack({ runbooks: Runbooks.at('https://wiki.acme.io/runbooks', 'md') }), 'production/agents/observability', 'runbooks.extension', 'Invalid'],
  ],
  'AlertChanges.runbookUrl': [
    ['high', () => changed({ runbookUrl: 'a'.repeat(2049) }), 'production/agents/api', 'alerts.PodCrashLooping.runbookUrl', 'Invalid'],
    ['malformed', () => changed({ runbookUrl: 5 }), 'production/agents/api', 'alerts.PodCrashLooping.runbookUrl', 'Invalid'],
  ],
  'AlertChanges.severity': [
    ['malformed', () => changed({ severity: 'page' }), 'production/agents/api', 'alerts.PodCrashLooping.severity', 'NotSupported'],
  ],
  'Alerting.webhook.address': [
    ['malformed', () => stack({ alerting: Alerting.webhook(wild('https://oncall.example.com')) }), 'production/agents/observability', 'alerting.webhook', 'TypeInvalid'],
  ],
  'Objective.availability.target': [
    ['low', () => api({ objectives: [Objective.availability(93.06)] }), 'production/agents/api', 'objectives[0].target', 'OutOfRange'],
    ['high', () => api({ objectives: [Objective.availability(100)] }), 'production/agents/api', 'objectives[0].target', 'OutOfRange'],
    ['malformed', () => api({ objectives: [Objective.availability(wild('99.9'))] }), 'production/agents/api', 'objectives[0].target', 'TypeInvalid'],
  ],
  'LatencyObjectiveOptions.target': [
    ['low', () => api({ objectives: [Objective.latency({ target: 50, threshold: Duration.millis(250) })] }), 'production/agents/api', 'objectives[0].target', 'OutOfRange'],
    ['high', () => api({ objectives: [Objective.latency({ target: 100, threshold: Duration.millis(250) })] }), 'production/agents/api', 'objectives[0].target', 'OutOfRange'],
    ['malformed', () => api({ objectives: [Objective.latency({ target: NaN, threshold: Duration.millis(250) })] }), 'production/agents/api', 'objectives[0].target', 'TypeInvalid'],
  ],
  'LatencyObjectiveOptions.threshold': [
    ['low', () => api({ objectives: [Objective.latency({ target: 99, threshold: Duration.millis(1) })] }), 'production/agents/api', 'objectives[0].threshold', 'NotSupported'],
    ['high', () => api({ objectives: [Objective.latency({ target: 99, threshold: Duration.seconds(11) })] }), 'production/agents/api', 'objectives[0].threshold', 'NotSupported'],
    ['malformed', () => api({ objectives: [Objective.latency({ target: 99, threshold: wild(250) })] }), 'production/agents/api', 'objectives[0].threshold', 'TypeInvalid'],
  ],
  'ObservabilityStackProps.engine': [
    ['malformed', () => stack({ engine: 'prometheus' }), 'production/agents/observability', 'engine', 'TypeInvalid'],
  ],
  'ObservabilityStackProps.alerting': [
    ['malformed', () => stack({ alerting: SecretSource.existing('oncall') }), 'production/agents/observability', 'alerting', 'TypeInvalid'],
  ],
  'ObservabilityStackProps.dashboards': [
    ['malformed', () => stack({ dashboards: true }), 'production/agents/observability', 'dashboards', 'TypeInvalid'],
  ],
  'PrometheusOperatorOptions.alertmanagerMatcherStrategy': [
    ['malformed', () => stack({ engine: MonitoringEngine.prometheusOperator({ labels: {}, alertmanagerMatcherStrategy: 'Some' as never }) }), 'production/agents/observability', 'engine.alertmanagerMatcherStrategy', 'NotSupported'],
  ],
  'PrometheusOperatorOptions.labels': [
    ['malformed', () => stack({ engine: MonitoringEngine.prometheusOperator({ labels: { release: 'a b' } }) }), 'production/agents/observability', 'engine.labels.release', 'Invalid'],
    ['malformed', () => stack({ engine: MonitoringEngine.prometheusOperator({ labels: wild('release') }) }), 'production/agents/observability', 'engine.labels', 'TypeInvalid'],
  ],
};
