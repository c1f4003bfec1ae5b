import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { CloudIdentity, HealthCheck, Scaling } from '../../../src';
import { Cases } from '../case';
import { allowed, api, checked, gib, mib, resources, scaled, wild } from '../compose';

export const workloadCases: Cases = {
  'CloudIdentity.gkeWorkloadIdentity.googleServiceAccount': [
    ['malformed', () => api({ cloudIdentity: CloudIdentity.gkeWorkloadIdentity('agents') }), 'production/agents/api', 'cloudIdentity.googleServiceAccount', 'Invalid'],
  ],
  'CloudIdentity.eksIrsa.roleArn': [
    ['malformed', () => api({ cloudIdentity: CloudIdentity.eksIrsa('agents') }), 'production/agents/api', 'cloudIdentity.roleArn', 'Invalid'],
  ],
  'Scaling.recommend.scaling': [
    ['malformed', () => scaled(Scaling.recommend(wild(3))), 'production/agents/api', 'scaling.recommend', 'TypeInvalid'],
    ['malformed', () => scaled(Scaling.recommend(Scaling.vertical())), 'production/agents/api', 'scaling.recommend', 'Conflict'],
  ],
  'ComputeResources.cpu': [
    ['low', () => resources({ cpu: Cpu.millis(9) }), 'production/agents/api', 'resources.cpu', 'OutOfRange'],
    ['high', () => resources({ cpu: Cpu.units(65) }), 'production/agents/api', 'resources.cpu', 'OutOfRange'],
    ['malformed', () => resources({ cpu: '250m' }), 'production/agents/api', 'resources.cpu', 'TypeInvalid'],
  ],
  'ComputeResources.cpuLimit': [
    ['low', () => resources({ cpu: Cpu.millis(500), cpuLimit: Cpu.millis(250) }), 'production/agents/api', 'resources.cpuLimit', 'OutOfRange'],
    ['high', () => resources({ cpuLimit: Cpu.units(65) }), 'production/agents/api', 'resources.cpuLimit', 'OutOfRange'],
    ['malformed', () => resources({ cpuLimit: 1 }), 'production/agents/api', 'resources.cpuLimit', 'TypeInvalid'],
  ],
  'ComputeResources.ephemeralStorage': [
    ['low', () => resources({ ephemeralStorage: mib(15) }), 'production/agents/api', 'resources.ephemeralStorage', 'OutOfRange'],
    ['high', () => resources({ ephemeralStorage: gib(1025) }), 'production/agents/api', 'resources.ephemeralStorage', 'OutOfRange'],
    ['malformed', () => resources({ ephemeralStorage: '1Gi' }), 'production/agents/api', 'resources.ephemeralStorage', 'TypeInvalid'],
  ],
  'ComputeResources.extended': [
    ['low', () => resources({ extended: { 'nvidia.com/gpu': 0 } }), 'production/agents/api', 'resources.extended["nvidia.com/gpu"]', 'OutOfRange'],
    ['high', () => resources({ extended: { 'nvidia.com/gpu': 65 } }), 'production/agents/api', 'resources.extended["nvidia.com/gpu"]', 'OutOfRange'],
    ['malformed', () => resources({ extended: { gpu: 1 } }), 'production/agents/api', 'resources.extended', 'Invalid'],
    ['malformed', () => resources({ extended: 1 }), 'production/agents/api', 'resources.extended', 'TypeInvalid'],
  ],
  'ComputeResources.memory': [
    ['low', () => resources({ memory: mib(15) }), 'production/agents/api', 'resources.memory', 'OutOfRange'],
    ['high', () => resources({ memory: gib(513) }), 'production/agents/api', 'resources.memory', 'OutOfRange'],
    ['malformed', () => resources({ memory: Size.kibibytes(16385) }), 'production/agents/api', 'resources.memory', 'OutOfRange'],
  ],
  'HealthCheckTiming.failureThreshold': [
    ['low', () => checked(HealthCheck.http('/readyz', { failureThreshold: 0 })), 'production/agents/api', 'readiness.failureThreshold', 'OutOfRange'],
    ['high', () => checked(HealthCheck.http('/readyz', { failureThreshold: 1001 })), 'production/agents/api', 'readiness.failureThreshold', 'OutOfRange'],
    ['malformed', () => checked(HealthCheck.http('/readyz', { failureThreshold: wild('3') })), 'production/agents/api', 'readiness.failureThreshold', 'TypeInvalid'],
  ],
  'HealthCheckTiming.period': [
    ['low', () => checked(HealthCheck.http('/readyz', { period: Duration.seconds(0) })), 'production/agents/api', 'readiness.period', 'OutOfRange'],
    ['high', () => checked(HealthCheck.tcp('metrics', { period: Duration.minutes(6) })), 'production/agents/api', 'readiness.period', 'OutOfRange'],
    ['malformed', () => checked(HealthCheck.http('/readyz', { period: wild(5) })), 'production/agents/api', 'readiness.period', 'TypeInvalid'],
  ],
  'HealthCheckTiming.timeout': [
    ['low', () => checked(HealthCheck.command(['ready'], { timeout: Duration.seconds(0) })), 'production/agents/api', 'readiness.timeout', 'OutOfRange'],
    ['high', () => checked(HealthCheck.grpc(9000, { timeout: Duration.minutes(2) })), 'production/agents/api', 'readiness.timeout', 'OutOfRange'],
    ['malformed', () => checked(HealthCheck.http('/readyz', { timeout: wild('5s') })), 'production/agents/api', 'readiness.timeout', 'TypeInvalid'],
  ],
  'HttpHealthCheckOptions.port': [
    ['malformed', () => checked(HealthCheck.http('/readyz', { port: 'admin' })), 'production/agents/api', 'readiness.port', 'NotSupported'],
  ],
  'HealthCheck.http.path': [
    ['malformed', () => checked(HealthCheck.http('readyz')), 'production/agents/api', 'readiness.path', 'Invalid'],
    ['high', () => checked(HealthCheck.http(`/${'a'.repeat(255)}`)), 'production/agents/api', 'readiness.path', 'Invalid'],
  ],
  'HealthCheck.tcp.port': [
    ['malformed', () => checked(HealthCheck.tcp('admin')), 'production/agents/api', 'readiness.port', 'NotSupported'],
    ['malformed', () => checked(HealthCheck.tcp(wild(8080))), 'production/agents/api', 'readiness.port', 'NotSupported'],
  ],
  'HealthCheck.command.command': [
    ['low', () => checked(HealthCheck.command([])), 'production/agents/api', 'readiness.command', 'Required'],
    ['malformed', () => checked(HealthCheck.command(wild('ready'))), 'production/agents/api', 'readiness.command', 'TypeInvalid'],
    ['malformed', () => checked(HealthCheck.command([''])), 'production/agents/api', 'readiness.command[0]', 'Invalid'],
  ],
  'HealthCheck.grpc.port': [
    ['low', () => checked(HealthCheck.grpc(80)), 'production/agents/api', 'readiness.grpc', 'OutOfRange'],
    ['high', () => checked(HealthCheck.grpc(65536)), 'production/agents/api', 'readiness.grpc', 'OutOfRange'],
    ['malformed', () => checked(HealthCheck.grpc(wild('http'))), 'production/agents/api', 'readiness.grpc', 'TypeInvalid'],
  ],
  'HorizontalScalingOptions.minReplicas': [
    ['low', () => scaled(Scaling.horizontal({ minReplicas: 1 })), 'production/agents/api', 'scaling.minReplicas', 'OutOfRange'],
    ['high', () => scaled(Scaling.horizontal({ minReplicas: 1000 })), 'production/agents/api', 'scaling.minReplicas', 'OutOfRange'],
    ['malformed', () => scaled(Scaling.horizontal({ minReplicas: 2.5 })), 'production/agents/api', 'scaling.minReplicas', 'OutOfRange'],
  ],
  'HorizontalScalingOptions.maxReplicas': [
    ['low', () => scaled(Scaling.horizontal({ maxReplicas: 3 })), 'production/agents/api', 'scaling.maxReplicas', 'OutOfRange'],
    ['high', () => scaled(Scaling.horizontal({ maxReplicas: 1001 })), 'production/agents/api', 'scaling.maxReplicas', 'OutOfRange'],
    ['malformed', () => scaled(Scaling.horizontal({ maxReplicas: wild('20') })), 'production/agents/api', 'scaling.maxReplicas', 'TypeInvalid'],
  ],
  'HorizontalScalingOptions.cpuUtilization': [
    ['low', () => scaled(Scaling.horizontal({ cpuUtilization: 0 })), 'production/agents/api', 'scaling.cpuUtilization', 'OutOfRange'],
    ['high', () => scaled(Scaling.horizontal({ cpuUtilization: 101 })), 'production/agents/api', 'scaling.cpuUtilization', 'OutOfRange'],
    ['malformed', () => scaled(Scaling.horizontal({ cpuUtilization: 0.7 })), 'production/agents/api', 'scaling.cpuUtilization', 'OutOfRange'],
  ],
  'HorizontalScalingOptions.memoryUtilization': [
    ['low', () => scaled(Scaling.horizontal({ memoryUtilization: 0 })), 'production/agents/api', 'scaling.memoryUtilization', 'OutOfRange'],
    ['high', () => scaled(Scaling.horizontal({ memoryUtilization: 101 })), 'production/agents/api', 'scaling.memoryUtilization', 'OutOfRange'],
    ['malformed', () => scaled(Scaling.horizontal({ memoryUtilization: wild('80%') })), 'production/agents/api', 'scaling.memoryUtilization', 'TypeInvalid'],
  ],
  'VerticalScalingOptions.replicas': [
    ['low', () => scaled(Scaling.vertical({ replicas: 0 })), 'production/agents/api', 'scaling.replicas', 'OutOfRange'],
    ['high', () => scaled(Scaling.vertical({ replicas: 1001 })), 'production/agents/api', 'scaling.replicas', 'OutOfRange'],
    ['malformed', () => scaled(Scaling.vertical({ replicas: wild('3') })), 'production/agents/api', 'scaling.replicas', 'TypeInvalid'],
  ],
  'VerticalScalingOptions.minCpu': [
    ['low', () => scaled(Scaling.vertical({ minCpu: Cpu.millis(1) })), 'production/agents/api', 'scaling.minCpu', 'OutOfRange'],
    ['high', () => scaled(Scaling.vertical({ minCpu: Cpu.units(65) })), 'production/agents/api', 'scaling.minCpu', 'OutOfRange'],
    ['malformed', () => scaled(Scaling.vertical({ minCpu: wild('50m') })), 'production/agents/api', 'scaling.minCpu', 'TypeInvalid'],
  ],
  'VerticalScalingOptions.maxCpu': [
    ['low', () => scaled(Scaling.vertical({ minCpu: Cpu.millis(100), maxCpu: Cpu.millis(99) })), 'production/agents/api', 'scaling.maxCpu', 'OutOfRange'],
    ['high', () => scaled(Scaling.vertical({ maxCpu: Cpu.units(65) })), 'production/agents/api', 'scaling.maxCpu', 'OutOfRange'],
    ['malformed', () => scaled(Scaling.vertical({ maxCpu: wild(1) })), 'production/agents/api', 'scaling.maxCpu', 'TypeInvalid'],
  ],
  'VerticalScalingOptions.minMemory': [
    ['low', () => scaled(Scaling.vertical({ minMemory: mib(1) })), 'production/agents/api', 'scaling.minMemory', 'OutOfRange'],
    ['high', () => scaled(Scaling.vertical({ minMemory: gib(513) })), 'production/agents/api', 'scaling.minMemory', 'OutOfRange'],
    ['malformed', () => scaled(Scaling.vertical({ minMemory: wild('128Mi') })), 'production/agents/api', 'scaling.minMemory', 'TypeInvalid'],
  ],
  'VerticalScalingOptions.maxMemory': [
    ['low', () => scaled(Scaling.vertical({ maxMemory: mib(127) })), 'production/agents/api', 'scaling.maxMemory', 'OutOfRange'],
    ['high', () => scaled(Scaling.vertical({ maxMemory: gib(513) })), 'production/agents/api', 'scaling.maxMemory', 'OutOfRange'],
    ['malformed', () => scaled(Scaling.vertical({ maxMemory: wild('2Gi') })), 'production/agents/api', 'scaling.maxMemory', 'TypeInvalid'],
  ],
  'Scaling.fixed.replicas': [
    ['low', () => scaled(Scaling.fixed(0)), 'production/agents/api', 'scaling.replicas', 'OutOfRange'],
    ['high', () => scaled(Scaling.fixed(1001)), 'production/agents/api', 'scaling.replicas', 'OutOfRange'],
    ['malformed', () => scaled(Scaling.fixed(1.5)), 'production/agents/api', 'scaling.replicas', 'OutOfRange'],
  ],
  'PermissionOptions.apiGroups': [
    ['low', () => allowed({ apiGroups: [] }), 'production/agents/api', 'allow.apiGroups', 'Required'],
    ['malformed', () => allowed({ apiGroups: ['*'] }), 'production/agents/api', 'allow.apiGroups[0]', 'Invalid'],
  ],
  'PermissionOptions.resources': [
    ['low', () => allowed({ resources: [] }), 'production/agents/api', 'allow.resources', 'Required'],
    ['malformed', () => allowed({ resources: ['*'] }), 'production/agents/api', 'allow.resources[0]', 'Invalid'],
    ['high', () => allowed({ resources: ['secrets'] }), 'production/agents/api', 'allow.resources[0]', 'Invalid'],
  ],
  'PermissionOptions.acceptedRisk': [
    ['low', () => allowed({ resources: ['secrets'], acceptedRisk: '' }), 'production/agents/api', 'allow.acceptedRisk', 'Invalid'],
    ['high', () => allowed({ resources: ['secrets'], acceptedRisk: 'x'.repeat(201) }), 'production/agents/api', 'allow.acceptedRisk', 'Invalid'],
    ['malformed', () => allowed({ acceptedRisk: 'It lists pods.' }), 'production/agents/api', 'allow.acceptedRisk', 'Invalid'],
  ],
  'PermissionOptions.verbs': [
    ['low', () => allowed({ verbs: [] }), 'production/agents/api', 'allow.verbs', 'Required'],
    ['malformed', () => allowed({ verbs: ['*'] }), 'production/agents/api', 'allow.verbs[0]', 'NotSupported'],
  ],
  'PermissionOptions.resourceNames': [
    ['malformed', () => allowed({ resourceNames: ['Not A Name'] }), 'production/agents/api', 'allow.resourceNames[0]', 'Invalid'],
    ['malformed', () => allowed({ resourceNames: 'api' }), 'production/agents/api', 'allow.resourceNames', 'TypeInvalid'],
  ],
};
