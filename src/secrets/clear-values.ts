import { ApiObject } from 'cdk8s';
import { Guard } from '../internal/guard';
import { ClearValue } from './secret-provisioner';

/** Where a value that was given to be sealed stands in clear all the same. What is not sealed here costs nothing. */
export function findClearValues(objects: ApiObject[], values: ClearValue[]): string[] {
  if (values.length === 0) {
    return [];
  }
  const texts = objects.map((object): [string, string] => [object.node.path, JSON.stringify(object.toJson())]);
  return values.flatMap(({ name, value }) => {
    const forms = [JSON.stringify(value).slice(1, -1), Buffer.from(value).toString('base64'), encodeURIComponent(value)];
    return texts.filter(([, text]) => forms.some((form) => text.includes(form))).map(([path]) =>
      Guard.message(name, 'in clear', 'nowhere but sealed',
        `${path} holds it; pass it on with "secrets" or "credentials", or use SealedValue.notSecret if it is no secret`));
  });
}

/** Secrets that hold what anybody can read who reads the repository. */
export function findPlainSecrets(objects: ApiObject[]): string[] {
  return objects.filter((object) => object.kind === 'Secret' && object.apiGroup === 'core').filter(holdsData).map((object) =>
    Guard.message('kind', 'a Secret with values', 'a kind that holds no credential in clear', `${object.node.path} would show them to whoever reads the`
      + ' manifests; pass SecretSource.sealed(...), externalSecrets(...) or infisical(...) to who needs it, or name what is made elsewhere with existing(...)'));
}

function holdsData(object: ApiObject): boolean {
  const { data = {}, stringData = {} } = object.toJson();
  return Object.keys(data ?? {}).length + Object.keys(stringData ?? {}).length > 0;
}
