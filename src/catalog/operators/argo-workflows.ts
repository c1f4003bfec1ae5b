import { OperatorDescriptor } from './operator-descriptor';

export const ARGO_WORKFLOWS: OperatorDescriptor = {
  name: 'Argo Workflows',
  apiVersions: ['argoproj.io/v1alpha1'],
  namespace: 'argo',
  // The first with a list of schedules in a CronWorkflow.
  minimumVersion: '3.6',
  docs: 'https://argo-workflows.readthedocs.io/en/latest/installation/',
};
