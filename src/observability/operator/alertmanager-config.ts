import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';

/** Equality, written as a regular expression: YAML 1.1 knows a lone `=` as a type of its own, and readers in Python stop at it. */
export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly matchType: '=~';
}

export interface Route {
  readonly receiver: string;
  readonly matchers: Matcher[];
  readonly groupBy?: string[];
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
  readonly routes?: Route[];
}

export interface AlertmanagerConfigSpec {
  readonly route: Route;
  readonly receivers: {
    readonly name: string;
    readonly webhookConfigs?: { readonly urlSecret: { readonly name: string; readonly key: string }; readonly sendResolved: boolean }[];
  }[];
  readonly inhibitRules: { readonly sourceMatch: Matcher[]; readonly targetMatch: Matcher[]; readonly equal: string[] }[];
}

/** A binding by hand with just the fields that we write: the generated one would be thousands of lines. */
export class AlertmanagerConfig extends ApiObject {
  public constructor(scope: Construct, id: string, props: { metadata: ApiObjectMetadata; spec: AlertmanagerConfigSpec }) {
    super(scope, id, { apiVersion: 'monitoring.coreos.com/v1alpha1', kind: 'AlertmanagerConfig', ...props });
  }
}
