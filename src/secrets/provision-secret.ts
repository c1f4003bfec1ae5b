import { Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { Operator } from '../model/cluster-profile';
import { SecretOrigin } from '../model/secret-source';
import { provisionExternalSecret } from './external-secret';
import { provisionInfisicalSecret } from './infisical-secret';
import { provisionSealedSecret } from './sealed-secret';
import { ProvisionedSecret, SecretRequest } from './secret-provisioner';

/** The id of the construct in a chart that holds what makes its Secrets: it is written to `secrets.yaml`. */
export const SECRETS = 'Secrets';

const FOLDER = Symbol.for('cdk8s-agent-platform.Secrets');

/** The operator that each origin needs; none where nothing is made. */
export const OPERATORS: Partial<Record<SecretOrigin['kind'], Operator>> = {
  sealed: Operator.SEALED_SECRETS,
  externalSecrets: Operator.EXTERNAL_SECRETS,
  infisical: Operator.INFISICAL,
};

/** Makes what an origin asks for, in the chart of the first who reads the Secret. */
export function provisionSecret(request: SecretRequest, origin: SecretOrigin): ProvisionedSecret | undefined {
  const { user, name, namespace } = request;
  if (origin.kind === 'existing' || origin.kind === 'generated') {
    return undefined;
  }
  const chart = Chart.of(user);
  const id = namespace === chart.namespace ? name : `${namespace}:${name}`;
  const scope = folder(user, chart);
  switch (origin.kind) {
    case 'sealed': return provisionSealedSecret(scope, id, request, origin.options);
    case 'externalSecrets': return provisionExternalSecret(scope, id, request, origin.options);
    case 'infisical': return provisionInfisicalSecret(scope, id, request, origin.options);
  }
}

function folder(user: IConstruct, chart: Chart): Construct {
  const found = chart.node.tryFindChild(SECRETS);
  if (found && !(FOLDER in found)) {
    new Guard(user).fail('id', found.node.path, `an id other than ${SECRETS}`, 'what makes Secrets stands under this id; rename the part');
  }
  return found as Construct | undefined ?? Object.defineProperty(new Construct(chart, SECRETS), FOLDER, { value: true });
}
