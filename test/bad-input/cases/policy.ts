import { Cases } from '../case';
import { policies } from '../compose';

export const policyCases: Cases = {
  'PolicyBundleProps.engine': [
    ['malformed', () => policies({ engine: 'kyverno' }), 'production/policies', 'engine', 'TypeInvalid'],
  ],
  'PolicyBundleProps.enforcement': [
    ['malformed', () => policies({ enforcement: 'deny' }), 'production/policies', 'enforcement', 'TypeInvalid'],
  ],
  'PolicyBundleProps.exceptions': [
    ['malformed', () => policies({ exceptions: 'A14' }), 'production/policies', 'exceptions', 'TypeInvalid'],
  ],
  'PolicyBundleProps.imageUsers': [
    ['low', () => policies({ imageUsers: [0] }), 'production/policies', 'imageUsers[0]', 'OutOfRange'],
    ['high', () => policies({ imageUsers: [10001] }), 'production/policies', 'imageUsers[0]', 'OutOfRange'],
    ['malformed', () => policies({ imageUsers: 999 }), 'production/policies', 'imageUsers', 'TypeInvalid'],
  ],
  'PolicyBundleProps.serviceTypes': [
    ['low', () => policies({ serviceTypes: [] }), 'production/policies', 'serviceTypes', 'Required'],
    ['malformed', () => policies({ serviceTypes: ['LoadBalanced'] }), 'production/policies', 'serviceTypes[0]', 'NotSupported'],
  ],
};
