import { Guard } from '../internal/guard';
import { ExistingSecretOptions, validateChange } from './secret-options';
import { SecretProvider } from './secret-provider';

/** A Secret that must exist before the manifests are applied. */
export class ExistingSecret implements SecretProvider {
  public readonly call = 'SecretSource.existing';
  public readonly mustExist = true;

  public constructor(public readonly options: ExistingSecretOptions) {}

  public get onChange(): ExistingSecretOptions['onChange'] {
    return this.options?.onChange;
  }

  public validate(guard: Guard): void {
    validateChange(guard, guard.struct('options', this.options).onChange);
  }
}

/** A Secret that an operator makes for one of its own objects, such as the password of a database. */
export class GeneratedSecret implements SecretProvider {
  public readonly call = 'SecretSource';
  public readonly mustExist = false;

  public validate(): void {
    return;
  }
}
