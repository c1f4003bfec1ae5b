import { Json } from './documents';

/** The pod template of anything that makes pods, or undefined. */
export function podTemplateOf(object: Json): Json | undefined {
  if (object.kind === 'CronJob') return object.spec?.jobTemplate?.spec?.template;
  return ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(object.kind) ? object.spec?.template : undefined;
}

/** Whether a Kubernetes label selector picks these labels. An absent selector picks nothing, an empty one all. */
export function matches(selector: Json, labels: Record<string, string>): boolean {
  if (!selector) return false;
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return (
    equal &&
    (selector.matchExpressions ?? []).every((expression: Json) => {
      const value = labels[expression.key];
      if (expression.operator === 'In') return expression.values.includes(value);
      if (expression.operator === 'NotIn') return !expression.values.includes(value);
      return (expression.operator === 'Exists') === (value !== undefined);
    })
  );
}
