/**
 * The network zone that a namespace is in: it says what may ever be connected, whoever asks for it. What is connected in fact
 * say `connectTo` and `route` alone.
 */
export enum NetworkZone {
  /** What the public network reaches: gateways. */
  PUBLIC = 'public',
  /** Programs: APIs, controllers, workers. */
  APPLICATION = 'application',
  /** Databases, caches, queues. */
  DATA = 'data',
  /** Where files, dumps and volumes are kept. */
  STORAGE = 'storage',
  /** What watches the others. */
  MONITORING = 'monitoring',
  /** Identity providers, vaults, certificate authorities. */
  SECURITY = 'security',
}
