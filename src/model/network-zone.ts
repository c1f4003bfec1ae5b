/**
 * The network zone of a namespace, which limits the connections of its components. It opens nothing by itself.
 */
export enum NetworkZone {
  /** Gateways, which are reachable from outside. */
  PUBLIC = 'public',
  /** Programs: APIs, controllers, workers. */
  APPLICATION = 'application',
  /** Databases, caches, queues. */
  DATA = 'data',
  /** Where files, dumps and volumes are kept. */
  STORAGE = 'storage',
  /** Monitoring. */
  MONITORING = 'monitoring',
  /** Identity providers, vaults, certificate authorities. */
  SECURITY = 'security',
}
