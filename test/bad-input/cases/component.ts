import { Construct } from 'constructs';
import { Cases } from '../case';
import { adopted, text, wild } from '../compose';
import { AdoptedWorkload } from '../../../src';

const AT = 'production/agents/legacy';

export const componentCases: Cases = {
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
