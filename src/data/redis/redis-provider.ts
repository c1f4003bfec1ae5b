import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Connections } from '../../connections/connections';
import { Guard } from '../../internal/guard';
import { Guarantees } from '../../model/guarantees';
import { MonitoringPlan } from '../../model/monitoring-plan';
import { SecretSource } from '../../model/secret-source';
import { PlatformSettings } from '../../platform/settings';
import { ResolvedResources } from '../../workload/compute-resources';

/** What is asked of an engine, with nothing left out. */
export interface RedisRequest {
  /** What the Service is called. */
  readonly name: string;
  /** What people call the store by. */
  readonly componentName: string;
  readonly storage: Size;
  readonly storageClass?: string;
  readonly resources: ResolvedResources;
  /** The Secret with the password. */
  readonly credentials: SecretSource;
}

/** What an engine made. */
export interface DeployedRedis {
  /** Of what clients talk to. */
  readonly connections: Connections;
  readonly monitoring: MonitoringPlan;
}

/** An engine that runs a Redis. */
export interface RedisProvider {
  /** How a user writes it. */
  readonly call: string;
  validate(guard: Guard): void;
  guarantees(settings: PlatformSettings): Guarantees;
  deploy(store: Construct, request: RedisRequest): DeployedRedis;
}
