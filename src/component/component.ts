import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { apiObjectsOf } from '../internal/api-objects';
import { componentId } from '../internal/construct-id';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { AlertOverride, applyOverrides } from '../model/alert-override';
import { Alert, IMonitorable, MonitoringPlan } from '../model/monitoring-plan';
import { Registry } from '../platform/registry';

/**
 * Base of whatever is monitored and whose alerts can be changed. A component of your own says how it is monitored in
 * `describeMonitoring`, and calls `monitor` at the end of its constructor.
 */
export abstract class Component extends Construct implements IMonitorable {
  private overrides: Record<string, AlertOverride> = {};

  public constructor(scope: Construct, id: string) {
    super(scope, componentId(scope, id));
  }

  /** The Kubernetes objects that it is made of, for what its options do not say: each takes `addJsonPatch`. */
  public get apiObjects(): ApiObject[] {
    return apiObjectsOf(this);
  }

  /** The alerts of this component, with the changes of `alerts`. */
  public get alerts(): Alert[] {
    return this.toMonitoringPlan().alerts;
  }

  public toMonitoringPlan(): MonitoringPlan {
    const plan = this.describeMonitoring();
    return { ...plan, alerts: applyOverrides(new Guard(this), plan.alerts, this.overrides) };
  }

  /** How it is monitored, before the changes of `alerts`. Asked again whenever something is rendered. */
  protected abstract describeMonitoring(): MonitoringPlan;

  /**
   * Registers the component for monitoring. An override of an alert that does not exist is an error here, and not when rendering.
   *
   * @param alerts Changes to single alerts, by their id.
   */
  protected monitor(alerts: Record<string, AlertOverride> = {}): void {
    this.overrides = frozen(alerts);
    this.toMonitoringPlan();
    Registry.of(this).addMonitorable(this);
  }
}
