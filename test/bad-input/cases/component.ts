import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { AdoptedWorkload, Severity } from '../../../src';
import { Cases } from '../case';
import { adopted, text, wild } from '../compose';

const AT = 'production/agents/legacy';

const ALERT = { id: 'OrdersLate', expr: 'up == 0', severity: Severity.WARNING, summary: 'Orders are late.', description: 'Orders are late.' };
const PANEL = { title: 'Orders', description: 'Orders.', unit: 'short', queries: [{ expr: 'up', legend: 'up' }] };
const alerting = (change: object): AdoptedWorkload => adopted({ additionalAlerts: [{ ...ALERT, ...change }] });
const panel = (change: object): AdoptedWorkload => adopted({ additionalPanels: [{ ...PANEL, ...change }] });
const query = (change: object): AdoptedWorkload => panel({ queries: [{ ...PANEL.queries[0], ...change }] });
const IN_ALERT = 'additionalAlerts[0]';
const IN_PANEL = 'additionalPanels[0]';
const LONG = 'a'.repeat(5000);

export const componentCases: Cases = {
  'AdoptedWorkload.connectTo.target': [
    ['malformed', () => adopted({}).connectTo(wild(text)), AT, 'connectTo.target', 'Invalid'],
  ],
  'AdoptedWorkload.allow.permission': [
    ['malformed', () => adopted({}).allow(wild(text)), AT, 'allow.permission', 'TypeInvalid'],
  ],
  'Alert.id': [
    ['malformed', () => alerting({ id: 'orders late' }), AT, `${IN_ALERT}.id`, 'Invalid'],
    ['malformed', () => adopted({ additionalAlerts: [ALERT, ALERT] }), AT, 'additionalAlerts[1].id', 'Duplicate'],
  ],
  'Alert.name': [['malformed', () => alerting({ name: 'orders-late' }), AT, `${IN_ALERT}.name`, 'Invalid']],
  'Alert.expr': [['malformed', () => alerting({ expr: 'up ==' }), AT, `${IN_ALERT}.expr`, 'Invalid']],
  'Alert.for': [
    ['low', () => alerting({ for: Duration.seconds(0) }), AT, `${IN_ALERT}.for`, 'OutOfRange'],
    ['high', () => alerting({ for: Duration.days(2) }), AT, `${IN_ALERT}.for`, 'OutOfRange'],
    ['malformed', () => alerting({ for: '5m' }), AT, `${IN_ALERT}.for`, 'TypeInvalid'],
  ],
  'Alert.severity': [['malformed', () => alerting({ severity: 'page' }), AT, `${IN_ALERT}.severity`, 'NotSupported']],
  'Alert.summary': [['malformed', () => alerting({ summary: 7 }), AT, `${IN_ALERT}.summary`, 'Invalid']],
  'Alert.description': [['malformed', () => alerting({ description: LONG }), AT, `${IN_ALERT}.description`, 'Invalid']],
  'Alert.threshold': [
    ['low', () => alerting({ threshold: -Infinity }), AT, `${IN_ALERT}.threshold`, 'Invalid'],
    ['high', () => alerting({ threshold: Infinity }), AT, `${IN_ALERT}.threshold`, 'Invalid'],
    ['malformed', () => alerting({ threshold: '5' }), AT, `${IN_ALERT}.threshold`, 'Invalid'],
  ],
  'Alert.runbook': [['malformed', () => alerting({ runbook: 7 }), AT, `${IN_ALERT}.runbook`, 'Invalid']],
  'Alert.runbookUrl': [['malformed', () => alerting({ runbookUrl: 7 }), AT, `${IN_ALERT}.runbookUrl`, 'Invalid']],
  'Alert.labels': [['malformed', () => alerting({ labels: { severity: 'x' } }), AT, `${IN_ALERT}.labels`, 'Invalid']],
  'Panel.title': [['malformed', () => panel({ title: 7 }), AT, `${IN_PANEL}.title`, 'Invalid']],
  'Panel.description': [['malformed', () => panel({ description: 7 }), AT, `${IN_PANEL}.description`, 'Invalid']],
  'Panel.unit': [['malformed', () => panel({ unit: 7 }), AT, `${IN_PANEL}.unit`, 'Invalid']],
  'Panel.queries': [['malformed', () => panel({ queries: [] }), AT, `${IN_PANEL}.queries`, 'Required']],
  'PanelQuery.expr': [['malformed', () => query({ expr: 'sum(' }), AT, `${IN_PANEL}.queries[0].expr`, 'Invalid']],
  'PanelQuery.legend': [['malformed', () => query({ legend: 7 }), AT, `${IN_PANEL}.queries[0].legend`, 'Invalid']],
  'AdoptedWorkload.of.workload': [
    ['malformed', () => AdoptedWorkload.of(wild(undefined)), '', 'workload', 'Required'],
    ['malformed', () => AdoptedWorkload.of(wild(new Construct(undefined as never, ''))), '', 'workload', 'Invalid'],
  ],
  'AdoptionOptions.service': [
    ['malformed', () => adopted({ service: 'legacy' }), AT, 'service', 'TypeInvalid'],
  ],
  'AdoptionOptions.type': [
    ['malformed', () => adopted({ type: 'My SQL' }), AT, 'type', 'Invalid'],
  ],
  'AdoptionOptions.entries': [
    ['malformed', () => adopted({ entries: text }), AT, 'entries', 'TypeInvalid'],
    ['malformed', () => adopted({ entries: { '../etc': 'x' } }), AT, 'entries', 'Invalid'],
    ['malformed', () => adopted({ entries: { database: 7 } }), AT, 'entries.database', 'Invalid'],
  ],
  'AdoptionOptions.credentials': [
    ['malformed', () => adopted({ credentials: text }), AT, 'credentials', 'TypeInvalid'],
  ],
  'AdoptionOptions.metricsPort': [
    ['low', () => adopted({ metricsPort: 0 }), AT, 'metricsPort', 'OutOfRange'],
    ['high', () => adopted({ metricsPort: 65536 }), AT, 'metricsPort', 'OutOfRange'],
    ['malformed', () => adopted({ metricsPort: 9090 }), AT, 'metricsPort', 'NotFound'],
  ],
  'AdoptionOptions.metricsPath': [
    ['malformed', () => adopted({ metricsPath: 'metrics' }), AT, 'metricsPath', 'Invalid'],
  ],
  'AdoptionOptions.additionalAlerts': [
    ['malformed', () => adopted({ additionalAlerts: text }), AT, 'additionalAlerts', 'TypeInvalid'],
  ],
  'AdoptionOptions.additionalPanels': [
    ['malformed', () => adopted({ additionalPanels: text }), AT, 'additionalPanels', 'TypeInvalid'],
  ],
  'AdoptionOptions.alerts': [
    ['malformed', () => adopted({ alerts: { Unknown: undefined } }), AT, 'alerts', 'NotSupported'],
  ],
};
