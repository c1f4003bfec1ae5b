import { ApiObject } from 'cdk8s';
import { credentialIn } from '../internal/credentials';
import { Guard } from '../internal/guard';
import { remembering } from '../internal/remembering';
import { RenderedObject } from '../internal/rendered-object';
import { formsOf } from './forms';
import { ClearValue } from './secret-provider';

/** Finds values that were given to be sealed but appear in plaintext. Without sealed values it costs nothing. */
export function findClearValues(objects: ApiObject[], values: ClearValue[]): string[] {
  if (values.length === 0) {
    return [];
  }
  const texts = objects.map((object): [string, string[]] => [object.node.path, textsOf(object.toJson())]);
  return values.flatMap(({ name, value }) => {
    const forms = formsOf(value);
    return texts.filter(([, held]) => held.some((text) => forms.some((form) => text.includes(form)))).map(([path]) =>
      Guard.message(name, 'in clear', 'nowhere but sealed',
        `${path} holds it; pass it on with "secrets" or "credentials", or use SealedValue.notSecret if it is no secret`));
  });
}

/** Objects that hold a credential which is one by its form, wherever: in arguments, commands, probes or what the user patched. */
export function findCredentials(objects: RenderedObject[]): string[] {
  return objects.flatMap(({ object, json }) => {
    const found = firstCredential(json);
    return found === undefined ? [] : [Guard.message('manifest', found, 'without credentials',
      `${object.node.path} would show it to everyone who can read the manifests; pass it with "secrets" or "credentials"`)];
  });
}

/** In the names and values that are text. */
function firstCredential(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return credentialInWord(value);
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  for (const [key, entry] of Object.entries(value)) {
    const found = (Array.isArray(value) ? undefined : credentialInWord(key)) ?? firstCredential(entry);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Most texts of manifests occur many times. */
const credentialInWord = remembering(credentialIn);

/** Secrets that hold what anybody can read who reads the repository. */
export function findPlainSecrets(objects: RenderedObject[]): string[] {
  return objects.filter(({ json }) => holdsSecret(json)).map(({ object }) =>
    Guard.message('kind', 'a Secret with values', 'a kind that holds no credential in clear', `${object.node.path} would show them to everyone who can read the`
      + ' manifests; pass SecretSource.sealed(...), externalSecrets(...) or infisical(...) to who needs it, or name what is made elsewhere with existing(...)'));
}

interface Rendered {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly data?: object;
  readonly stringData?: object;
  readonly items?: unknown;
}

/** As it is rendered: patches may change a kind, and a List holds others. */
function holdsSecret(object: Rendered): boolean {
  if (Array.isArray(object?.items)) {
    return object.items.some(holdsSecret);
  }
  return object?.kind === 'Secret' && object.apiVersion === 'v1' && Object.keys({ ...object.data, ...object.stringData }).length > 0;
}

/** All names and values that are text. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, entry]) => [key, ...textsOf(entry)]) : [];
}
