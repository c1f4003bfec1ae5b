import { Json } from '../../src/catalog/rules/manifest';
import { file, findings, scratch } from './command-line';

describe('schemas of the user', () => {
  const port = { type: 'object', required: ['port'], properties: { port: { type: 'integer' }, targetPort: { $ref: '#/definitions/IntOrString' } } };
  const openApi = JSON.stringify({
    definitions: {
      IntOrString: { type: 'string', format: 'int-or-string' },
      Port: port,
      Service: {
        'type': 'object',
        'properties': {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          metadata: { type: 'object' },
          spec: {
            type: 'object',
            properties: {
              type: { type: 'string', enum: ['ClusterIP', 'NodePort'] },
              ports: { type: 'array', items: { $ref: '#/definitions/Port' } },
              selector: { type: 'object', additionalProperties: { type: 'string' } },
            },
          },
        },
        'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Service' }],
      },
    },
  });
  const crd = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  names: {kind: Widget}
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                size: {x-kubernetes-int-or-string: true, nullable: true, pattern: '(?i)small|large'}
                extra: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: string}}}
`;

  /** What the schemas say about one object. */
  function schemaFindings(object: Json): string[] {
    const schemas = [file('schemas/api.json', openApi), file('crds/example.com/widget.yaml', crd)];
    const documents = [{ object, source: JSON.stringify(object), file: '' }];
    return findings(documents, '--schemas', schemas[0], '--schemas', scratch('crds')).filter((line) => line.startsWith('schema: '));
  }
  const service = (spec: Json) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'bad' }, spec });
  const widget = (spec: Json) => ({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'web', namespace: 'bad' }, spec });

  test('what they allow', () => {
    expect(schemaFindings(service({ type: 'ClusterIP', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 80 }, { port: 81, targetPort: 'http' }] })))
      .toEqual([]);
    expect(schemaFindings(widget({ size: 3, extra: { a: 'x', b: 1 } }))).toEqual([]);
  });

  test('a field that they do not know', () => {
    expect(schemaFindings(service({ ports: [{ port: 80, tagetPort: 80 }] })))
      .toEqual(['schema: Service bad/web (all/all.yaml): unknown field spec.ports.0.tagetPort']);
    expect(schemaFindings(widget({ colour: 'red' }))).toEqual(['schema: Widget bad/web (all/all.yaml): unknown field spec.colour']);
  });

  test('values and what is missing', () => {
    expect(schemaFindings(service({ type: 'Loadbalancer', ports: [{ targetPort: 'http' }, { port: '80' }] }))).toEqual([
      'schema: Service bad/web (all/all.yaml): spec.type must be equal to one of the allowed values: ClusterIP, NodePort',
      'schema: Service bad/web (all/all.yaml): spec.ports.0.port is missing',
      'schema: Service bad/web (all/all.yaml): spec.ports.1.port must be integer',
    ]);
  });

  test('a kind that none of them knows', () => {
    expect(schemaFindings({ ...widget({}), apiVersion: 'example.com/v2' }))
      .toEqual(['schema: Widget bad/web (all/all.yaml): no schema of example.com/v2 Widget was given']);
  });
});
