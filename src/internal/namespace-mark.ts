/** What every Namespace carries: code that a Namespace itself is built on cannot ask for the class. */
export const NAMESPACE = Symbol.for('cdk8s-agent-platform.Namespace');
