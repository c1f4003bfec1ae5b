import { text, texts } from '../catalog/rules/cel';

/** A service account that may start runs. */
export interface Caller {
  /** `system:serviceaccount:<namespace>:<name>`. */
  readonly user: string;
  /** The other tasks of the namespace that it may start. */
  readonly others: string[];
}

export interface Template {
  readonly namespace: string;
  /** The name of the CronJob. */
  readonly name: string;
}

/** What the API server writes into a Job where the template says nothing. */
const DEFAULTS = {
  parallelism: 1, completions: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false, manualSelector: false, podReplacementPolicy: 'TerminatingOrFailed',
};

/** The API server writes these labels into the pods of each Job, and replaces what is there. */
const OWN_LABELS = ['controller-uid', 'job-name', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name'];

/** The names of triggered Jobs begin with it; the API server appends five characters. */
export function runPrefix(name: string): string {
  return `${name}-api-`;
}

/**
 * The spec of a ValidatingAdmissionPolicy that takes a Job of a caller only if it is a run of the CronJob that the API server has at that moment. It
 * compares all fields that there are, so that fields of later versions of Kubernetes count too.
 */
export function triggerPolicy({ namespace, name }: Template, callers: Caller[]): object {
  return {
    failurePolicy: 'Fail',
    paramKind: { apiVersion: 'batch/v1', kind: 'CronJob' },
    matchConstraints: {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      resourceRules: [{ apiGroups: ['batch'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['jobs'] }],
    },
    matchConditions: [
      { name: 'caller', expression: `request.userInfo.username in ${texts(callers.map(({ user }) => user))}` },
      ...ofAnotherTask(callers),
    ],
    variables: [
      { name: 'template', expression: 'dyn(params.spec.jobTemplate)' },
      { name: 'job', expression: 'dyn(object.spec)' },
      { name: 'defaults', expression: `{${Object.entries(DEFAULTS).map(([field, value]) => `${text(field)}: dyn(${JSON.stringify(value)})`).join(', ')}}` },
      { name: 'annotations', expression: 'variables.template.?metadata.?annotations.orValue({})' },
    ],
    validations: [
      {
        expression: `object.metadata.name.startsWith(${text(runPrefix(name))}) && !object.metadata.name.matches("-[0-9]{8,}$")`,
        message: `The name must begin with ${runPrefix(name)}, and must not be that of a scheduled run.`,
      },
      { expression: OWNED, message: `The only owner must be CronJob ${name}, as controller.` },
      {
        expression: 'object.metadata.?finalizers.orValue([]).size() == 0 && dyn(object.metadata).?labels.orValue({}) == variables.template.?metadata.?labels.orValue({})',
        message: `The labels must be those of the template of CronJob ${name}, without finalizers.`,
      },
      {
        expression: `object.metadata.?annotations.orValue({}).all(key, key == ${text(BY_HAND)} || variables.annotations[?key] == optional.of(dyn(object.metadata.annotations[key])))`,
        message: `The annotations must be those of the template of CronJob ${name}.`,
      },
      { expression: SAME_JOB, message: `The spec must be that of the template of CronJob ${name}.` },
      { expression: SAME_PODS, message: `The pods must be those of the template of CronJob ${name}.` },
    ],
  };
}

/** The annotation that `kubectl create job --from` writes. */
const BY_HAND = 'cronjob.kubernetes.io/instantiate';

const OWNED = [
  'object.metadata.?ownerReferences.orValue([]).size() == 1',
  'object.metadata.ownerReferences.all(owner, owner.apiVersion == "batch/v1" && owner.kind == "CronJob"'
  + ' && owner.name == params.metadata.name && owner.uid == params.metadata.uid && owner.?controller.orValue(false))',
].join(' && ');

const SAME_JOB = [
  'variables.job.all(field, field in ["template", "selector"] || [variables.job[field]] == [variables.template.spec[?field].orValue(variables.defaults[?field].orValue(null))])',
  'variables.template.spec.all(field, field in variables.job)',
].join(' && ');

const SAME_PODS = [
  'variables.job.template.spec == variables.template.spec.template.spec',
  ...['annotations', 'finalizers'].map((field) =>
    `variables.job.template.?metadata.?${field}.orValue(null) == variables.template.spec.template.?metadata.?${field}.orValue(null)`),
  `variables.job.template.metadata.labels.all(label, label in ${texts(OWN_LABELS)}`
  + ' || variables.template.spec.template.metadata.labels[?label] == optional.of(variables.job.template.metadata.labels[label]))',
  'variables.template.spec.template.metadata.labels.all(label, label in variables.job.template.metadata.labels)',
].join(' && ');

/** A Job that names another task as its owner is judged by the policy of that task. */
function ofAnotherTask(callers: Caller[]): object[] {
  const others = callers.filter((caller) => caller.others.length > 0);
  const tasks = `{${others.map(({ user, others: names }) => `${text(user)}: ${texts(names)}`).join(', ')}}`;
  return others.length === 0 ? [] : [{
    name: 'template',
    expression: `!(object.metadata.?ownerReferences[?0].?name.orValue("") in ${tasks}[?request.userInfo.username].orValue([]))`,
  }];
}
