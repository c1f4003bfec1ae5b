import { Construct } from 'constructs';
import { Guard } from '../../internal/guard';
import { Durability, Guarantees } from '../../model/guarantees';
import { componentLabels } from '../../platform/labels';
import { Platform } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { DeployedStore } from '../../store/store-provider';
import { addStoreService } from '../../store/store-service';
import { RedisProvider, RedisRequest } from './redis-provider';
import { singleMonitoring } from './single-monitoring';
import { answersPing, CONFIG_FOLDER, readPassword, REDIS_PORT, RUN_FOLDER, storageConf } from './valkey-files';
import { METRICS, REDIS, ValkeyMembers } from './valkey-members';

/** Options of `RedisEngine.single`. */
export interface SingleRedisOptions {
  /**
   * Another version of the Valkey image.
   *
   * @default - `valkey` of the catalogue, as `images` of the Platform has it
   */
  readonly image?: string;
}

/** One Valkey in a StatefulSet. Its objects and volume have the names that `SentinelProvider` uses, which takes its data over. */
export class SingleRedisProvider implements RedisProvider {
  public readonly call = 'RedisEngine.single()';

  public constructor(private readonly options: SingleRedisOptions) {}

  public validate(guard: Guard): void {
    guard.struct('options', this.options);
    if (this.options.image !== undefined) {
      guard.image('image', this.options.image);
    }
  }

  public guarantees(): Guarantees {
    return {
      replicas: 1, automaticFailover: false, durability: Durability.ASYNCHRONOUS, pointInTimeRecovery: false, nodes: 1, customResources: [],
    };
  }

  public deploy(store: Construct, request: RedisRequest): DeployedStore {
    const settings = Platform.of(store);
    const registry = Registry.of(store);
    const server = new ValkeyMembers(store, request, this.options.image).addServers(1, answersPing(REDIS_PORT), {
      files: { 'server.conf': storageConf(request.resources.memory), 'start.sh': START },
    });
    addStoreService(store, 'Service', {
      name: request.name,
      labels: componentLabels(store, settings, server.name, { name: request.componentName, component: 'cache' }),
      instance: server.name,
      portName: `tcp-${REDIS.name}`,
      port: REDIS_PORT,
      targetPort: REDIS.name,
      onlyMember: true,
    });
    registry.requireSecret(store, server.namespace, request.credentials, ['password']);
    if (settings.environment.name === 'production') {
      registry.warn(store, 'this engine has one server and no failover: every restart interrupts its clients, and a lost volume loses all data;'
        + ' use RedisEngine.sentinel() in production');
    }
    const { connections, name: instance, namespace } = server;
    return {
      connections,
      monitoring: singleMonitoring({ namespace, name: request.name, instance, metricsPort: METRICS.number, scrapeAccess: connections }),
    };
  }
}

const START = `#!/bin/sh
set -eu
${readPassword()}
umask 077
{ cat ${CONFIG_FOLDER}/server.conf; printf '%s\\n' "requirepass $quoted"; } > ${RUN_FOLDER}/valkey.conf
exec valkey-server ${RUN_FOLDER}/valkey.conf
`;
