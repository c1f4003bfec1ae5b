import { ApiObject, Chart, JsonPatch } from 'cdk8s';

/** Takes the namespace away that the chart gives to each of its objects: objects of the cluster have none. */
export function clusterScoped(object: ApiObject): void {
  if (Chart.of(object).namespace !== undefined) {
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
}
