import { OperatorDescriptor } from './operator-descriptor';

export const EXTERNAL_SECRETS: OperatorDescriptor = {
  name: 'External Secrets',
  apiVersions: ['external-secrets.io/v1'],
  namespace: 'external-secrets',
  // The first that serves v1.
  minimumVersion: '0.16',
  docs: 'https://external-secrets.io/latest/introduction/getting-started/',
};
