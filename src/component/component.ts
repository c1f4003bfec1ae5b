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
 * The base class of components that are monitored and whose alerts can be overridden. Implement
 * `describeMonitoring`, and call `monitor` at the end of the constructor.
 */
export abstract class Component extends Construct implements IMonitorable {
  private overrides: Record<string, AlertOverride> = {};

  public constructor(scope: Construct, id: string) {
    super(scope, componentId(scope, id));
  }

  /** The Kubernetes objects that it consists of. Change what its options do not cover with `addJsonPatch`. */
  public get apiObjects(): ApiObject[] {
    return apiObjectsOf(this);
  }

  /** The alerts of this component, after the overrides in `alerts`. */
  public get alerts(): Alert[] {
    return this.toMonitoringPlan().alerts;
  }

  public toMonitoringPlan(): MonitoringPlan {
    const plan = this.describeMonitoring();
    return { ...plan, alerts: applyOverrides(new Guard(this), plan.alerts, this.overrides) };
  }

  /** How it is monitored, before the overrides in `alerts`. Called whenever something is rendered. */
  protected abstract describeMonitoring(): MonitoringPlan;

  /**
   * Registers the component for monitoring. Fails if `alerts` overrides an alert that does not exist.
   *
   * @param alerts Overrides of single alerts, by alert id.
   */
  protected monitor(alerts: Record<string, AlertOverride> = {}): void {
    this.overrides = new Guard(this).struct('alerts', frozen(alerts));
    this.toMonitoringPlan();
    Registry.of(this).addMonitorable(this);
  }
}
