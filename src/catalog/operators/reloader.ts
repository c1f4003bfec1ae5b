import { OperatorDescriptor } from './operator-descriptor';

export const RELOADER: OperatorDescriptor = {
  name: 'Reloader',
  docs: 'https://docs.stakater.com/reloader/',
};
