import { Construct } from 'constructs';
import { INFISICAL } from '../../catalog/operators/infisical';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { late } from '../../internal/late';
import { own } from '../../internal/own';
import { SecretChange, SecretType } from '../secret-options';
import { interval, ProvisionedSecret, requireNamespace, SecretProvider, SecretRequest } from '../secret-provider';
import type { SecretSource } from '../secret-source';
import { INFISICAL_REFRESH, InfisicalMethod, InfisicalOptions, validateInfisical } from './infisical-options';

type Ref = Extract<InfisicalMethod, { kind: 'ref' }>;
type Former = Exclude<InfisicalMethod, Ref>;

/** The Infisical operator. How it authenticates decides which of its two APIs is used. */
export class InfisicalSecret implements SecretProvider {
  public readonly call = 'SecretSource.infisical';
  public readonly operator = INFISICAL;
  public readonly mustExist = false;

  public constructor(public readonly options: InfisicalOptions) {}

  public get onChange(): SecretChange | undefined {
    return this.options?.onChange;
  }

  public get credentials(): SecretSource | undefined {
    const method = this.options?.auth?._method;
    return method?.kind === 'universal' ? method.credentials : undefined;
  }

  public validate(guard: Guard): void {
    validateInfisical(guard, this.options);
  }

  public provision(scope: Construct, id: string, request: SecretRequest): ProvisionedSecret {
    const namespace = requireNamespace(request, 'the Infisical operator is told where the Secret goes');
    const method = this.options.auth._method;
    const checkKey = (): void => undefined;
    if (method.kind === 'ref') {
      const auth = { name: method.name, namespace: method.namespace ?? namespace };
      new bindings.infisicalStaticSecret.InfisicalStaticSecret(scope, id, staticSecret(request, namespace, this.options, auth));
      return { checkKey, objects: [{ kind: 'InfisicalAuth', ...auth }] };
    }
    new bindings.infisicalSecret.InfisicalSecret(scope, id, formerSecret(request, namespace, this.options, method));
    return {
      checkKey,
      objects: method.kind === 'kubernetes' ? [{ kind: 'ServiceAccount', namespace, name: method.serviceAccount }] : [],
      secrets: method.kind === 'universal' ? [{ source: method.credentials, keys: ['clientId', 'clientSecret'] }] : [],
    };
  }
}

/** The current API: v1beta1. */
function staticSecret(request: SecretRequest, namespace: string, options: InfisicalOptions, auth: { name: string; namespace: string }) {
  const {
    InfisicalStaticSecretSpecTargetsCreationPolicy, InfisicalStaticSecretSpecTargetsKind, InfisicalStaticSecretSpecTargetsTemplateEngineVersion,
  } = bindings.infisicalStaticSecret;
  return {
    metadata: { name: request.name, namespace },
    spec: {
      infisicalAuthRef: auth,
      syncOptions: { refreshInterval: interval(options.refreshInterval ?? INFISICAL_REFRESH), instantUpdates: false },
      sources: [{ projectId: options.project, environmentSlug: options.environment, secretPath: options.path ?? '/' }],
      targets: [{
        kind: InfisicalStaticSecretSpecTargetsKind.SECRET,
        name: request.name,
        namespace,
        creationPolicy: InfisicalStaticSecretSpecTargetsCreationPolicy.OWNER,
        secretType: options.type ?? SecretType.OPAQUE,
        template: template(request, options, { engineVersion: InfisicalStaticSecretSpecTargetsTemplateEngineVersion.V1 }),
      }],
    },
  };
}

/** The former API: v1alpha1. */
function formerSecret(request: SecretRequest, namespace: string, options: InfisicalOptions, method: Former) {
  const secretsScope = { projectId: options.project, envSlug: options.environment, secretsPath: options.path ?? '/' };
  const authentication = method.kind === 'universal'
    ? { universalAuth: { secretsScope, credentialsRef: { secretName: method.credentials.secretName, secretNamespace: namespace } } }
    : { kubernetesAuth: { secretsScope, identityId: method.identityId, serviceAccountRef: { name: method.serviceAccount, namespace } } };
  return {
    metadata: { name: request.name, namespace },
    spec: {
      hostApi: method.hostApi,
      authentication,
      syncConfig: { resyncInterval: interval(options.refreshInterval ?? INFISICAL_REFRESH), instantUpdates: false },
      managedKubeSecretReferences: [{
        secretName: request.name,
        secretNamespace: namespace,
        creationPolicy: 'Owner',
        secretType: options.type ?? SecretType.OPAQUE,
        template: template(request, options, { includeAllSecrets: false }),
      }],
    },
  };
}

/** Only where a key has another name in Infisical: without a template the operator leaves out what is missing, with one it is empty. */
function template<T extends object>(
  { keys }: SecretRequest, { names: given }: InfisicalOptions, rest: T,
): T & { data: Record<string, string> } | undefined {
  const names = given ?? {};
  if (Object.keys(names).length === 0) {
    return undefined;
  }
  return late(() => ({
    ...rest,
    data: Object.fromEntries(keys().map((key) => [key, `{{ (index . "${own(names, key) ?? key}").Value }}`])),
  }));
}
