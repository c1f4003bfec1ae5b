import { Duration } from 'cdk8s';
import { AlertOverride, ApiPort, Coordination, HealthCheck, Objective, Scaling, SecretSource, WorkerHealth } from '../../../src';
import { Cases } from '../case';
import { api, controller, external, text, told, wild, worker } from '../compose';

const WORKER = 'production/agents/worker';
const beats = (options: object): unknown => worker({ health: WorkerHealth.heartbeat(options) });
const answers = (options: object): unknown => worker({ health: WorkerHealth.http(options) });

export const agentsCases: Cases = {
  'AgentWorkerProps.health': [
    ['malformed', () => worker({ health: undefined }), WORKER, 'health', 'Required'],
    ['malformed', () => worker({ health: 'heartbeat' }), WORKER, 'health', 'TypeInvalid'],
  ],
  'AgentWorkerProps.longestTask': [
    ['low', () => worker({ longestTask: Duration.seconds(0) }), WORKER, 'longestTask', 'OutOfRange'],
    ['high', () => worker({ longestTask: Duration.hours(2) }), WORKER, 'longestTask', 'OutOfRange'],
    ['malformed', () => worker({ longestTask: 300 }), WORKER, 'longestTask', 'TypeInvalid'],
  ],
  'AgentWorkerProps.scaling': [['malformed', () => worker({ scaling: 3 }), WORKER, 'scaling', 'TypeInvalid']],
  'AgentWorkerProps.metricsPort': [
    ['low', () => worker({ metricsPort: 80 }), WORKER, 'metricsPort', 'OutOfRange'],
    ['high', () => worker({ metricsPort: 65536 }), WORKER, 'metricsPort', 'OutOfRange'],
    ['malformed', () => worker({ health: WorkerHealth.http({ port: 9090 }), metricsPort: 9090 }), WORKER, 'metricsPort', 'Duplicate'],
  ],
  'HeartbeatOptions.file': [['malformed', () => beats({ file: 'heartbeat' }), WORKER, 'health.file', 'Invalid']],
  'HeartbeatOptions.maxAge': [
    ['low', () => beats({ maxAge: Duration.seconds(1) }), WORKER, 'health.maxAge', 'OutOfRange'],
    ['high', () => beats({ maxAge: Duration.hours(2) }), WORKER, 'health.maxAge', 'OutOfRange'],
    ['malformed', () => beats({ maxAge: 60 }), WORKER, 'health.maxAge', 'TypeInvalid'],
  ],
  'WorkerPortOptions.port': [
    ['low', () => answers({ port: 80 }), WORKER, 'health.port', 'OutOfRange'],
    ['high', () => answers({ port: 65536 }), WORKER, 'health.port', 'OutOfRange'],
    ['malformed', () => answers({ port: '8081' }), WORKER, 'health.port', 'TypeInvalid'],
  ],
  'WorkerPortOptions.livenessPath': [['malformed', () => answers({ livenessPath: 'livez' }), WORKER, 'health.livenessPath', 'Invalid']],
  'WorkerPortOptions.readinessPath': [['malformed', () => answers({ readinessPath: 5 }), WORKER, 'health.readinessPath', 'Invalid']],
  'AgentApiProps.port': [
    ['low', () => api({ port: 1023 }), 'production/agents/api', 'port', 'OutOfRange'],
    ['high', () => api({ port: 65536 }), 'production/agents/api', 'port', 'OutOfRange'],
    ['malformed', () => api({ port: '8080' }), 'production/agents/api', 'port', 'TypeInvalid'],
  ],
  'AgentApiProps.additionalPorts': [
    ['malformed', () => api({ additionalPorts: [9000] }), 'production/agents/api', 'additionalPorts[0]', 'TypeInvalid'],
    ['malformed', () => api({ additionalPorts: 9000 }), 'production/agents/api', 'additionalPorts', 'TypeInvalid'],
    ['malformed', () => api({ additionalPorts: [ApiPort.grpc('runs', 8080)] }), 'production/agents/api', 'additionalPorts[0].number', 'Duplicate'],
  ],
  'HttpProgram.port.name': [
    ['malformed', () => api({}).port('runs'), 'production/agents/api', 'port.name', 'NotFound'],
  ],
  ...Object.fromEntries((['grpc', 'http'] as const).flatMap((protocol) => [
    [`ApiPort.${protocol}.name`, [
      ['malformed', () => api({ additionalPorts: [ApiPort[protocol]('Runs', 9000)] }), 'production/agents/api', 'additionalPorts[0].name', 'Invalid'],
      ['malformed', () => api({ additionalPorts: [ApiPort[protocol]('a--b', 9000)] }), 'production/agents/api', 'additionalPorts[0].name', 'Invalid'],
    ]],
    [`ApiPort.${protocol}.number`, [
      ['low', () => api({ additionalPorts: [ApiPort[protocol]('runs', 80)] }), 'production/agents/api', 'additionalPorts[0].number', 'OutOfRange'],
      ['high', () => api({ additionalPorts: [ApiPort[protocol]('runs', 65536)] }), 'production/agents/api', 'additionalPorts[0].number', 'OutOfRange'],
      ['malformed', () => api({ additionalPorts: [ApiPort[protocol]('runs', wild('9000'))] }), 'production/agents/api', 'additionalPorts[0].number', 'TypeInvalid'],
    ]],
  ])),
  'AgentApiProps.longestRequest': [
    ['low', () => api({ longestRequest: Duration.millis(500) }), 'production/agents/api', 'longestRequest', 'OutOfRange'],
    ['high', () => api({ longestRequest: Duration.hours(2) }), 'production/agents/api', 'longestRequest', 'OutOfRange'],
    ['malformed', () => api({ longestRequest: 30 }), 'production/agents/api', 'longestRequest', 'TypeInvalid'],
  ],
  'AgentApiProps.objectives': [
    ['malformed', () => api({ objectives: Objective.availability(99) }), 'production/agents/api', 'objectives', 'TypeInvalid'],
    ['malformed', () => api({ objectives: [99.9] }), 'production/agents/api', 'objectives[0]', 'TypeInvalid'],
  ],
  'AgentApiProps.scaling': [
    ['malformed', () => api({ scaling: 3 }), 'production/agents/api', 'scaling', 'TypeInvalid'],
  ],
  'ProgramOptions.image': [
    ['malformed', () => api({ image: 'nginx' }), 'production/agents/api', 'image', 'Invalid'],
    ['malformed', () => api({ image: 'nginx:latest' }), 'production/agents/api', 'image', 'Invalid'],
    ['malformed', () => api({ image: 'Not An Image' }), 'production/agents/api', 'image', 'Invalid'],
    ['malformed', () => controller({ image: undefined }), 'production/agents/controller', 'image', 'Required'],
  ],
  'ProgramOptions.alerts': [
    ['malformed', () => api({ alerts: { NoSuchAlert: AlertOverride.silence() } }), 'production/agents/api', 'alerts', 'NotSupported'],
    ['malformed', () => api({ alerts: { PodCrashLooping: false } }), 'production/agents/api', 'alerts.PodCrashLooping', 'TypeInvalid'],
    ['malformed', () => api({ alerts: 5 }), 'production/agents/api', 'alerts', 'TypeInvalid'],
  ],
  'ReplicatedProgramOptions.antiAffinity': [
    ['malformed', () => api({ antiAffinity: true }), 'production/agents/api', 'antiAffinity', 'TypeInvalid'],
  ],
  'ProgramOptions.args': [
    ['low', () => api({ args: [] }), 'production/agents/api', 'args', 'Required'],
    ['malformed', () => api({ args: '--fast' }), 'production/agents/api', 'args', 'TypeInvalid'],
    ['malformed', () => api({ args: [1] }), 'production/agents/api', 'args[0]', 'Invalid'],
  ],
  'ProgramOptions.cloudIdentity': [
    ['malformed', () => api({ cloudIdentity: text }), 'production/agents/api', 'cloudIdentity', 'TypeInvalid'],
  ],
  'ProgramOptions.command': [
    ['low', () => api({ command: [] }), 'production/agents/api', 'command', 'Required'],
    ['malformed', () => api({ command: '/bin/serve' }), 'production/agents/api', 'command', 'TypeInvalid'],
    ['high', () => api({ command: ['a'.repeat(4097)] }), 'production/agents/api', 'command[0]', 'Invalid'],
  ],
  'ProgramOptions.configFiles': [
    ['high', () => api({ configFiles: { a: 'a'.repeat(900_001) } }), 'production/agents/api', 'configFiles', 'Invalid'],
    ['malformed', () => api({ configFiles: { 'a/b': 'x' } }), 'production/agents/api', 'configFiles', 'Invalid'],
    ['malformed', () => api({ configFiles: { a: { b: 1 } } }), 'production/agents/api', 'configFiles["a"]', 'Invalid'],
    ['malformed', () => api({ configFiles: text }), 'production/agents/api', 'configFiles', 'TypeInvalid'],
  ],
  'AgentContainerOptions.liveness': [
    ['malformed', () => api({ liveness: '/livez' }), 'production/agents/api', 'liveness', 'TypeInvalid'],
    ['malformed', () => api({ liveness: HealthCheck.http('/readyz') }), 'production/agents/api', 'liveness', 'Invalid'],
  ],
  'AgentContainerOptions.metricsPort': [
    ['low', () => api({ metricsPort: 80 }), 'production/agents/api', 'metricsPort', 'OutOfRange'],
    ['high', () => api({ metricsPort: 70000 }), 'production/agents/api', 'metricsPort', 'OutOfRange'],
    ['malformed', () => api({ metricsPort: 2222 }), 'production/agents/api', 'metricsPort', 'Invalid'],
    ['malformed', () => api({ metricsPort: 8080 }), 'production/agents/api', 'metricsPort', 'Invalid'],
  ],
  'AgentContainerOptions.readiness': [
    ['malformed', () => api({ readiness: '/readyz' }), 'production/agents/api', 'readiness', 'TypeInvalid'],
  ],
  'ProgramOptions.resources': [
    ['malformed', () => api({ resources: text }), 'production/agents/api', 'resources', 'TypeInvalid'],
  ],
  'ProgramOptions.secrets': [
    ['malformed', () => api({ secrets: { 'my-token': SecretSource.existing('model').key('token') } }), 'production/agents/api', 'secrets', 'Invalid'],
    ['malformed', () => api({ secrets: { TOKEN: 'hunter2' } }), 'production/agents/api', 'secrets.TOKEN', 'Invalid'],
    ['malformed', () => api({ secrets: text }), 'production/agents/api', 'secrets', 'TypeInvalid'],
  ],
  'AgentContainerOptions.startup': [
    ['malformed', () => api({ startup: '/startz' }), 'production/agents/api', 'startup', 'TypeInvalid'],
  ],
  'ProgramOptions.variables': [
    ['malformed', () => api({ variables: { 'log-level': 'debug' } }), 'production/agents/api', 'variables', 'Invalid'],
    ['malformed', () => api({ variables: { LOG_LEVEL: 5 } }), 'production/agents/api', 'variables.LOG_LEVEL', 'Invalid'],
    ['malformed', () => api({ variables: { PORT: '1' } }), 'production/agents/api', 'variables', 'Invalid'],
    ['malformed', () => api({ variables: text }), 'production/agents/api', 'variables', 'TypeInvalid'],
  ],
  'AgentControllerProps.coordination': [
    ['malformed', () => controller({ coordination: 'leader' }), 'production/agents/controller', 'coordination', 'TypeInvalid'],
  ],
  'AgentControllerProps.healthPort': [
    ['low', () => controller({ healthPort: 443 }), 'production/agents/controller', 'healthPort', 'OutOfRange'],
    ['high', () => controller({ healthPort: 100000 }), 'production/agents/controller', 'healthPort', 'OutOfRange'],
    ['malformed', () => controller({ healthPort: 8081.5 }), 'production/agents/controller', 'healthPort', 'OutOfRange'],
  ],
  'AgentControllerProps.scaling': [
    ['malformed', () => controller({ scaling: Scaling.horizontal() }), 'production/agents/controller', 'scaling', 'Invalid'],
    ['malformed', () => controller({ scaling: 'vertical' }), 'production/agents/controller', 'scaling', 'TypeInvalid'],
  ],
  'WorkloadComponent.connectTo.target': [
    ['malformed', () => api({}).connectTo(wild(text)), 'production/agents/api', 'connectTo.target', 'Invalid'],
    ['malformed', () => controller({}).connectTo(wild(undefined)), 'production/agents/controller', 'connectTo.target', 'Required'],
  ],
  'WorkloadComponent.allow.permission': [
    ['malformed', () => api({}).allow(wild(text)), 'production/agents/api', 'allow.permission', 'TypeInvalid'],
    ['malformed', () => controller({}).allow(wild({})), 'production/agents/controller', 'allow.permission', 'TypeInvalid'],
  ],
  'ExternalServiceProps.host': [
    ['malformed', () => external({ host: 'https://api.example.com/' }), 'production/agents/model', 'host', 'Invalid'],
    ['low', () => external({ host: '' }), 'production/agents/model', 'host', 'Invalid'],
    ['high', () => external({ host: `${'a.'.repeat(127)}ab` }), 'production/agents/model', 'host', 'Invalid'],
  ],
  'ExternalServiceProps.port': [
    ['low', () => external({ port: 0 }), 'production/agents/model', 'port', 'OutOfRange'],
    ['high', () => external({ port: 65536 }), 'production/agents/model', 'port', 'OutOfRange'],
    ['malformed', () => external({ port: undefined }), 'production/agents/model', 'port', 'Required'],
  ],
  'ExternalServiceProps.addresses': [
    ['malformed', () => external({ addresses: ['203.0.113.0/24'] }), 'production/agents/model', 'addresses', 'TypeInvalid'],
    ['malformed', () => external({ addresses: undefined }), 'production/agents/model', 'addresses', 'Required'],
  ],
  'ExternalServiceProps.credentials': [
    ['malformed', () => external({ credentials: text }), 'production/agents/model', 'credentials', 'TypeInvalid'],
    ['malformed', () => told({ credentials: { token: 'hunter2' } }), 'production/agents/api', 'connectTo.credentials["token"]', 'Invalid'],
  ],
  'ExternalServiceProps.entries': [
    ['malformed', () => external({ entries: text }), 'production/agents/model', 'entries', 'TypeInvalid'],
    ['malformed', () => external({ entries: { 'data base': 'x' } }), 'production/agents/model', 'entries', 'Invalid'],
    ['malformed', () => external({ entries: { database: '' } }), 'production/agents/model', 'entries.database', 'Invalid'],
  ],
  'ExternalServiceProps.protocol': [
    ['malformed', () => external({ protocol: 'https' }), 'production/agents/model', 'protocol', 'NotSupported'],
  ],
  'ExternalServiceProps.type': [
    ['malformed', () => external({ type: 'My Type' }), 'production/agents/model', 'type', 'Invalid'],
  ],
  'LeaderElectionOptions.leaseDuration': [
    ['low', () => controller({ coordination: Coordination.leaderElection({ leaseDuration: Duration.seconds(4) }) }), 'production/agents/controller', 'coordination.leaseDuration', 'OutOfRange'],
    ['high', () => controller({ coordination: Coordination.leaderElection({ leaseDuration: Duration.minutes(6) }) }), 'production/agents/controller', 'coordination.leaseDuration', 'OutOfRange'],
    ['malformed', () => controller({ coordination: Coordination.leaderElection({ leaseDuration: wild(15) }) }), 'production/agents/controller', 'coordination.leaseDuration', 'TypeInvalid'],
  ],
  'LeaderElectionOptions.renewDeadline': [
    ['low', () => controller({ coordination: Coordination.leaderElection({ renewDeadline: Duration.seconds(1) }) }), 'production/agents/controller', 'coordination.renewDeadline', 'OutOfRange'],
    ['high', () => controller({ coordination: Coordination.leaderElection({ renewDeadline: Duration.seconds(15) }) }), 'production/agents/controller', 'coordination.renewDeadline', 'OutOfRange'],
    ['malformed', () => controller({ coordination: Coordination.leaderElection({ renewDeadline: wild('10s') }) }), 'production/agents/controller', 'coordination.renewDeadline', 'TypeInvalid'],
  ],
  'LeaderElectionOptions.retryPeriod': [
    ['low', () => controller({ coordination: Coordination.leaderElection({ retryPeriod: Duration.seconds(0) }) }), 'production/agents/controller', 'coordination.retryPeriod', 'OutOfRange'],
    ['high', () => controller({ coordination: Coordination.leaderElection({ retryPeriod: Duration.seconds(9) }) }), 'production/agents/controller', 'coordination.retryPeriod', 'OutOfRange'],
    ['malformed', () => controller({ coordination: Coordination.leaderElection({ retryPeriod: wild(2) }) }), 'production/agents/controller', 'coordination.retryPeriod', 'TypeInvalid'],
  ],
  'ShardedOptions.credentials': [
    ['malformed', () => controller({ coordination: Coordination.sharded({ lock: external({ type: 'etcd' }), credentials: wild(text) }) }), 'production/agents/controller', 'coordination.credentials', 'TypeInvalid'],
  ],
  'ShardedOptions.lock': [
    ['malformed', () => controller({ coordination: Coordination.sharded({ lock: wild('locks') }) }), 'production/agents/controller', 'coordination.lock', 'Invalid'],
    ['malformed', () => controller({ coordination: Coordination.sharded({ lock: api({}) }) }), 'production/agents/controller', 'coordination.lock', 'NotSupported'],
  ],
};
