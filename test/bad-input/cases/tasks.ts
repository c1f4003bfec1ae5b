import { Chart, Duration } from 'cdk8s';
import { AgentApi, DataLayer, Namespace, Permission, ScheduledTask } from '../../../src';
import { IMAGE, silentApp } from '../../support/platforms';
import { Cases } from '../case';
import { api, namespace, task, text, validated, wild } from '../compose';

const TASK = 'production/agents/report';
const step = (props: object): unknown => task({ firstSteps: [{ name: 'fetch', ...props }] });

export const tasksCases: Cases = {
  'ScheduledTaskProps.schedule': [
    ['malformed', () => task({ schedule: '0 7 * *' }), TASK, 'schedule', 'Invalid'],
    ['malformed', () => task({ schedule: '0 7 31 2 *' }), TASK, 'schedule', 'Invalid'],
    ['malformed', () => task({ schedule: '0 7 * * 7' }), TASK, 'schedule', 'Invalid'],
  ],
  'ScheduledTaskProps.timeZone': [
    ['malformed', () => task({ timeZone: 'Local' }), TASK, 'timeZone', 'Invalid'],
    ['malformed', () => task({ timeZone: 'Europe/Atlantis' }), TASK, 'timeZone', 'Invalid'],
  ],
  'ScheduledTaskProps.deadline': [
    ['low', () => task({ deadline: Duration.seconds(59) }), TASK, 'deadline', 'OutOfRange'],
    ['high', () => task({ deadline: Duration.days(8) }), TASK, 'deadline', 'OutOfRange'],
    ['malformed', () => task({ deadline: 3600 }), TASK, 'deadline', 'TypeInvalid'],
  ],
  'ScheduledTaskProps.startingDeadline': [
    ['low', () => task({ startingDeadline: Duration.seconds(5) }), TASK, 'startingDeadline', 'OutOfRange'],
    ['high', () => task({ startingDeadline: Duration.days(2) }), TASK, 'startingDeadline', 'OutOfRange'],
    ['malformed', () => task({ startingDeadline: '5m' }), TASK, 'startingDeadline', 'TypeInvalid'],
  ],
  'ScheduledTaskProps.overlappingRuns': [['malformed', () => task({ overlappingRuns: 'Allow' }), TASK, 'overlappingRuns', 'NotSupported']],
  'ScheduledTaskProps.retries': [
    ['low', () => task({ retries: -1 }), TASK, 'retries', 'OutOfRange'],
    ['high', () => task({ retries: 11 }), TASK, 'retries', 'OutOfRange'],
    ['malformed', () => task({ retries: '2' }), TASK, 'retries', 'TypeInvalid'],
  ],
  'ScheduledTaskProps.keptRuns': [
    ['low', () => task({ keptRuns: 0 }), TASK, 'keptRuns', 'OutOfRange'],
    ['high', () => task({ keptRuns: 21 }), TASK, 'keptRuns', 'OutOfRange'],
    ['malformed', () => task({ keptRuns: '3' }), TASK, 'keptRuns', 'TypeInvalid'],
  ],
  'ScheduledTaskProps.heartbeat': [['malformed', () => task({ heartbeat: { file: 'beat' } }), TASK, 'heartbeat.file', 'Invalid']],
  'ScheduledTaskProps.firstSteps': [
    ['malformed', () => task({ firstSteps: 'fetch' }), TASK, 'firstSteps', 'TypeInvalid'],
    ['malformed', () => task({ firstSteps: [{ name: 'fetch' }, { name: 'fetch' }] }), TASK, 'firstSteps[1].name', 'Duplicate'],
  ],
  'ScheduledTask.connectTo.target': [['malformed', () => task({}).connectTo(wild(text)), TASK, 'connectTo.target', 'Invalid']],
  'ScheduledTask.allow.permission': [['malformed', () => task({}).allow(wild(text)), TASK, 'allow.permission', 'TypeInvalid']],
  'ScheduledTask.allowTriggerBy.api': [
    ['malformed', () => task({}).allowTriggerBy(wild(text)), TASK, 'allowTriggerBy.api', 'TypeInvalid'],
    ['malformed', () => task({}).allowTriggerBy(wild(new DataLayer(namespace(), 'data').addRedis('locks'))), TASK, 'allowTriggerBy.api', 'TypeInvalid'],
    ['malformed', () => task({}).allowTriggerBy(api({})), TASK, 'allowTriggerBy.api', 'Invalid'],
    ['malformed', triggerByCreator, TASK, 'allowTriggerBy.api', 'Conflict'],
    ['malformed', triggerWithoutNamespace, 'agents/report', 'scope', 'Invalid'],
  ],
  'TaskStep.name': [
    ['malformed', () => step({ name: 'Fetch' }), TASK, 'firstSteps[0].name', 'Invalid'],
    ['malformed', () => step({ name: 'task' }), TASK, 'firstSteps[0].name', 'Duplicate'],
  ],
  'TaskStep.image': [['malformed', () => step({ image: 'ghcr.io/acme/fetch' }), TASK, 'firstSteps[0].image', 'Invalid']],
  'TaskStep.command': [['malformed', () => step({ command: [] }), TASK, 'firstSteps[0].command', 'Required']],
  'TaskStep.args': [['malformed', () => step({ args: '--all' }), TASK, 'firstSteps[0].args', 'TypeInvalid']],
  'TaskStep.resources': [['malformed', () => step({ resources: { cpu: 1 } }), TASK, 'firstSteps[0].resources.cpu', 'TypeInvalid']],
};

/** What the api was allowed itself would never be taken. */
function triggerByCreator(): unknown {
  const report = task({});
  const caller = new AgentApi(report.node.scope as Namespace, 'api', { image: IMAGE });
  caller.allow(Permission.of({ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'], acceptedRisk: 'it runs jobs of customers' }));
  report.allowTriggerBy(caller);
  return validated(report);
}

function triggerWithoutNamespace(): unknown {
  const chart = new Chart(silentApp(), 'agents');
  const report = new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 7 * * *' });
  report.allowTriggerBy(new AgentApi(chart, 'api', { image: IMAGE }));
  return report;
}
