import { OperatorDescriptor } from './operator-descriptor';

export const KYVERNO: OperatorDescriptor = {
  name: 'Kyverno',
  apiVersions: ['policies.kyverno.io/v1'],
  namespace: 'kyverno',
  // The first whose ValidatingPolicy is stable.
  minimumVersion: '1.17',
  docs: 'https://kyverno.io/docs/installation/',
};
