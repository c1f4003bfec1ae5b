/** Inputs with an unlimited range, each with the reason. */
export const UNLIMITED: Record<string, string> = {
  'ConnectionsProps.inMesh': 'true or false: whatever is given counts as one of the two',
  'DataLayer.addPostgres.id': 'every id is a name: what an object cannot be called is replaced, and constructs refuses an empty one',
  'DataLayer.addMySql.id': 'every id is a name: what an object cannot be called is replaced, and constructs refuses an empty one',
  'DataLayer.addEtcd.id': 'every id is a name: what an object cannot be called is replaced, and constructs refuses an empty one',
  'DataLayer.addRedis.id': 'every id is a name: what an object cannot be called is replaced, and constructs refuses an empty one',
  'MessagingLayer.addRabbitMq.id': 'every id is a name: what an object cannot be called is replaced, and constructs refuses an empty one',
  'Postgres.addDump.id': 'every id is a name: what an object cannot be called is replaced, and constructs refuses an empty one',
  'MySql.addDump.id': 'every id is a name: what an object cannot be called is replaced, and constructs refuses an empty one',
  'AdoptedWorkload.with.mixins': 'what the framework takes: constructs itself asks each of them whether it supports a construct',
  'Component.monitor.alerts': 'called by subclasses with the alerts of their props, whose cases stand there',
  'Namespace.isNamespace.construct': 'a question about a construct of the framework, asked by programs with types',
  'Namespace.generateObjectName.object': 'called by cdk8s with an object that it made',
  'Platform.of.construct': 'a question about a construct of the framework, asked by programs with types',
};
