import { Duration, Size } from 'cdk8s';
import { PersistentVolumeAccessMode } from 'cdk8s-plus-29';
import { ApiPort, HealthCheck, Objective, Uploads } from '../../../src';
import { Cases } from '../case';
import { web, wild } from '../compose';

const WEB = 'production/agents/web';
const uploads = (options: object): unknown => web({ uploads: Uploads.volume(wild({ size: Size.gibibytes(10), ...options })) });
const check = (prop: string, program: () => unknown): Cases[string] => [['malformed', program, WEB, prop, 'TypeInvalid']];

export const webCases: Cases = {
  'WebServiceProps.port': [
    ['low', () => web({ port: 80 }), WEB, 'port', 'OutOfRange'],
    ['high', () => web({ port: 65536 }), WEB, 'port', 'OutOfRange'],
    ['malformed', () => web({ port: '3000' }), WEB, 'port', 'TypeInvalid'],
  ],
  'WebServiceProps.additionalPorts': [
    ['malformed', () => web({ additionalPorts: [9000] }), WEB, 'additionalPorts[0]', 'TypeInvalid'],
    ['malformed', () => web({ additionalPorts: [ApiPort.http('admin', 8080)] }), WEB, 'additionalPorts[0].number', 'Duplicate'],
  ],
  'WebServiceProps.scaling': check('scaling', () => web({ scaling: 3 })),
  'WebServiceProps.longestRequest': [
    ['low', () => web({ longestRequest: Duration.seconds(0) }), WEB, 'longestRequest', 'OutOfRange'],
    ['high', () => web({ longestRequest: Duration.hours(2) }), WEB, 'longestRequest', 'OutOfRange'],
    ['malformed', () => web({ longestRequest: 45 }), WEB, 'longestRequest', 'TypeInvalid'],
  ],
  'WebServiceProps.metricsPort': [
    ['low', () => web({ metricsPort: 80 }), WEB, 'metricsPort', 'OutOfRange'],
    ['high', () => web({ metricsPort: 65536 }), WEB, 'metricsPort', 'OutOfRange'],
    ['malformed', () => web({ metricsPort: 8080 }), WEB, 'metricsPort', 'Duplicate'],
  ],
  'WebServiceProps.objectives': [
    ['malformed', () => web({ objectives: [Objective.availability(99.9)] }), WEB, 'objectives', 'Unavailable'],
    ['malformed', () => web({ metricsPort: 9090, objectives: [99.9] }), WEB, 'objectives[0]', 'TypeInvalid'],
  ],
  'WebServiceProps.startup': check('startup', () => web({ startup: '/' })),
  'WebServiceProps.liveness': check('liveness', () => web({ liveness: '/' })),
  'WebServiceProps.readiness': [
    ['malformed', () => web({ readiness: '/' }), WEB, 'readiness', 'TypeInvalid'],
    ['malformed', () => web({ readiness: HealthCheck.tcp('http') }), WEB, 'liveness', 'Invalid'],
  ],
  'WebServiceProps.uploads': check('uploads', () => web({ uploads: '/uploads' })),
  'UploadsVolumeOptions.size': [
    ['low', () => uploads({ size: Size.mebibytes(1) }), WEB, 'uploads.size', 'OutOfRange'],
    ['high', () => uploads({ size: Size.gibibytes(65537) }), WEB, 'uploads.size', 'OutOfRange'],
    ['malformed', () => uploads({ size: '10Gi' }), WEB, 'uploads.size', 'TypeInvalid'],
    ['malformed', () => uploads({ size: undefined }), WEB, 'uploads.size', 'Required'],
  ],
  'UploadsVolumeOptions.path': [
    ['malformed', () => uploads({ path: 'uploads' }), WEB, 'uploads.path', 'Invalid'],
    ['malformed', () => uploads({ path: '/' }), WEB, 'uploads.path', 'Invalid'],
    ['malformed', () => uploads({ path: '/app/../etc' }), WEB, 'uploads.path', 'Invalid'],
    ['malformed', () => uploads({ path: '/tmp' }), WEB, 'uploads.path', 'Conflict'],
    ['malformed', () => uploads({ path: '/etc' }), WEB, 'uploads.path', 'Conflict'],
    ['malformed', () => uploads({ path: '/bindings/runs' }), WEB, 'uploads.path', 'Conflict'],
  ],
  'UploadsVolumeOptions.storageClass': [['malformed', () => uploads({ storageClass: 'My Class' }), WEB, 'uploads.storageClass', 'Invalid']],
  'UploadsVolumeOptions.accessMode': [
    ['malformed', () => uploads({ accessMode: 'RWX' }), WEB, 'uploads.accessMode', 'NotSupported'],
    ['malformed', () => uploads({ accessMode: PersistentVolumeAccessMode.READ_WRITE_ONCE }), WEB, 'uploads.accessMode', 'Conflict'],
  ],
};
