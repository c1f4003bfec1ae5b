import { SecurityDemands } from './security-demands';

export const STANDARD: SecurityDemands = {
  name: 'standard',
  requestsEqualLimits: false,
  imagesByDigest: false,
  credentialsAsFiles: false,
  priorityClasses: false,
  shortLookups: false,
  ownedObjects: false,
  hardenedRules: false,
};
