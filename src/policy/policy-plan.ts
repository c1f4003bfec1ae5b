/** What a rule is about, in the terms of the Kubernetes API. */
export interface PolicyKinds {
  readonly apiGroup: string;
  /** Kinds by their plural. */
  readonly kinds: Record<string, string>;
}

/** A named CEL expression that rules read as `variables.<name>`. */
export interface PolicyVariable {
  readonly name: string;
  readonly expression: string;
}

/** One rule of the catalogue, resolved for a Platform. */
export interface PolicyRule {
  /** The rule's number in the platform's rules. */
  readonly id: string;
  /** A CEL list of texts: the places in the object that break the rule. */
  readonly offenders: string;
  /** What is wrong with those places, and how to write it right. */
  readonly message: string;
}

/** Rules that are judged together, because they are about the same kinds of objects. */
export interface PolicyPlan {
  /** What the policy is called behind the name of the Platform. */
  readonly name: string;
  /** Its purpose, for people who find it in the cluster. */
  readonly description: string;
  readonly matches: PolicyKinds[];
  /** Whether namespaces for node agents, whose Pod Security level is not "restricted", are left alone. */
  readonly onlyRestricted: boolean;
  /** The fields whose change is judged, in CEL below the object; a change of anything else is let through. */
  readonly judgedFields: string[];
  readonly variables: PolicyVariable[];
  readonly rules: PolicyRule[];
}

/** A policy of one Platform, decided: what every engine renders in its own way. */
export interface ResolvedPolicy extends PolicyPlan {
  /** Its name in the cluster. */
  readonly objectName: string;
  /** Labels of the namespaces that it holds in. */
  readonly namespaces: Record<string, string>;
}
