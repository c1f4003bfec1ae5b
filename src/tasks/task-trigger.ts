import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { ACCEPTED_RISKS } from '../catalog/rules/risky-permissions';
import { WorkloadComponent } from '../component/workload-component';
import { clusterScoped } from '../internal/cluster-scoped';
import { Guard } from '../internal/guard';
import { late } from '../internal/late';
import { limitName, NameLimit } from '../internal/naming';
import { ScheduledWorkload } from '../workload/scheduled-workload';
import { Caller, triggerPolicy } from './trigger-policy';

/**
 * Who may start a run of a task. RBAC cannot limit `create` to one template, so a ValidatingAdmissionPolicy compares each Job of a caller with the CronJob.
 */
export class TaskTrigger extends Construct {
  private readonly callers = new Map<string, WorkloadComponent>();
  private readonly namespace: string;

  public constructor(task: Construct, id: string, private readonly workload: ScheduledWorkload) {
    super(task, id);
    this.namespace = workload.namespace ?? new Guard(task).fail('scope', task.node.path, 'in a chart with a namespace',
      'the policy names the namespace of the CronJob: create a Namespace, or a Chart with { namespace }');
    workload.expectRuns();
    this.addRole({ name: limitName(`${workload.name}-trigger`, NameLimit.DEFAULT), labels: workload.labels });
    this.addPolicy();
    task.node.addValidation({ validate: () => this.uselessGrants() });
  }

  public allow(api: WorkloadComponent): void {
    const { namespace, name } = api._trigger({ namespace: this.namespace, name: this.workload.name });
    this.callers.set(`system:serviceaccount:${namespace}:${name}`, api);
  }

  private addRole(metadata: ApiObjectMetadata): void {
    new k8s.KubeRole(this, 'Role', {
      metadata: { ...metadata, annotations: { [ACCEPTED_RISKS]: `jobs.batch: only from the template of CronJob ${this.workload.name}, see ValidatingAdmissionPolicy ${this.policyName}` } },
      rules: [
        { apiGroups: ['batch'], resources: ['cronjobs'], resourceNames: [this.workload.name], verbs: ['get'] },
        { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] },
      ],
    });
    new k8s.KubeRoleBinding(this, 'RoleBinding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name! },
      subjects: late(() => this.sorted().map(({ user }) => {
        const [namespace, name] = user.split(':').slice(2);
        return { kind: 'ServiceAccount', name, namespace };
      })),
    });
  }

  /** cdk8s-plus-29 knows the kinds only as v1beta1, which newer clusters do not serve. */
  private addPolicy(): void {
    const { name, labels } = this.workload;
    const common = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name: this.policyName, labels } };
    clusterScoped(new ApiObject(this, 'Policy', {
      ...common, kind: 'ValidatingAdmissionPolicy', spec: late(() => triggerPolicy({ namespace: this.namespace, name }, this.sorted())),
    }));
    clusterScoped(new ApiObject(this, 'Binding', {
      ...common,
      kind: 'ValidatingAdmissionPolicyBinding',
      spec: {
        policyName: this.policyName,
        paramRef: { namespace: this.namespace, name, parameterNotFoundAction: 'Deny' },
        validationActions: ['Deny'],
      },
    }));
  }

  /** Its name in the cluster. */
  private get policyName(): string {
    return limitName(`${this.workload.settings.name}-${this.namespace}-${this.workload.name}-trigger`, NameLimit.DEFAULT);
  }

  private sorted(): Caller[] {
    return [...this.callers.keys()].sort().map((user) => ({
      user, others: this.callers.get(user)!._triggeredIn(this.namespace).filter((task) => task !== this.workload.name),
    }));
  }

  /** What the component was allowed itself would be refused by the policy. */
  private uselessGrants(): string[] {
    return [...this.callers.values()].filter((api) => api._mayCreateJobsIn(this.namespace)).map((api) =>
      Guard.message('allowTriggerBy.api', api.node.path, 'a component that may not create other Jobs in this namespace',
        'the admission policy refuses every Job of it that is not from a template: remove its own permission to create Jobs', 'Conflict'));
  }
}
