import { SecurityDemands } from './security-demands';

export const HARDENED: SecurityDemands = {
  name: 'hardened',
  requestsEqualLimits: true,
  imagesByDigest: true,
  credentialsAsFiles: true,
  priorityClasses: true,
  shortLookups: true,
  ownedObjects: true,
  hardenedRules: true,
};
