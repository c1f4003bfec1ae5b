import { Construct } from 'constructs';
import { Guard } from '../internal/guard';
import { PodLocation } from '../model/cluster-facts';
import { PlatformSettings } from '../platform/settings';
import { AlertRouting } from './alert-routing';
import { MonitoredComponent } from './monitored-component';

/** A stack, as engines see it. */
export interface StackPlan {
  readonly scope: Construct;
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Record<string, string>;
  readonly routing: AlertRouting;
}

/** What one stack does with the components that it sees. */
export interface MonitoringBackend {
  /** What scrapes, where the engine runs it itself; else what the ClusterProfile says. */
  readonly reader?: PodLocation;
  watch(part: MonitoredComponent): void;
}

/** What an engine does. It keeps no state: one choice may serve the stacks of several Platforms. */
export interface MonitoringProvider {
  validate(guard: Guard, settings: PlatformSettings): void;
  /** Makes what the stack has once. */
  install(stack: StackPlan): MonitoringBackend;
}
