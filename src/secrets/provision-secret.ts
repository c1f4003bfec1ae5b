import { Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { NAMESPACE } from '../internal/namespace-mark';
import { ProvisionedSecret, SecretProvider, SecretRequest } from './secret-provider';

/** The id of the construct in a chart that holds what makes its Secrets: it is written to `secrets.yaml`. */
export const SECRETS = 'Secrets';

const FOLDER = Symbol.for('cdk8s-agent-platform.Secrets');

/** Makes what a provider asks for, in the chart of the user. */
export function provisionSecret(request: SecretRequest, provider: SecretProvider): ProvisionedSecret | undefined {
  return provider.provision ? provider.provision(folder(request.user), idOf(request), request) : undefined;
}

/** Takes back what was made, so that it can be made elsewhere. */
export function withdrawSecret(request: SecretRequest): void {
  const scope = folder(request.user);
  scope.node.tryRemoveChild(idOf(request));
  if (scope.node.children.length === 0) {
    Chart.of(scope).node.tryRemoveChild(SECRETS);
  }
}

/**
 * Whether what makes a Secret belongs to the chart of this user, rather than to that of the one that it was made for. The Secret's own Namespace comes first,
 * then another chart with that namespace, then the path, so that its file does not depend on who asked first.
 */
export function belongsTo(user: IConstruct, { user: other, namespace }: SecretRequest): boolean {
  const [one, two] = [Chart.of(user), Chart.of(other)];
  return rank(one, namespace) - rank(two, namespace) < 0 || rank(one, namespace) === rank(two, namespace) && one.node.path < two.node.path;
}

function rank(chart: Chart, namespace: string | undefined): number {
  return chart.namespace !== namespace ? 2 : NAMESPACE in chart ? 0 : 1;
}

function idOf({ user, namespace, name }: SecretRequest): string {
  return namespace === Chart.of(user).namespace ? name : `${namespace}:${name}`;
}

function folder(user: IConstruct): Construct {
  const chart = Chart.of(user);
  const found = chart.node.tryFindChild(SECRETS);
  if (found && !(FOLDER in found)) {
    new Guard(user).fail('id', found.node.path, `an id other than ${SECRETS}`, 'what makes Secrets stands under this id; rename the component');
  }
  return found as Construct | undefined ?? Object.defineProperty(new Construct(chart, SECRETS), FOLDER, { value: true });
}
