import { AlertCase, Series, steady } from './case';

/** One value for each of the pods, or of the series, that a function names. */
export const each = (name: (index: number) => string, ...values: number[]): Series =>
  Object.fromEntries(values.map((value, index) => [name(index), steady(value)]));

/** A gauge of the pods of a job. */
export const gauge = (metric: string, job: string, further: string = '') => (...values: number[]): Series =>
  each((index) => `${metric}{namespace="agents",job="${job}",pod="${job}-${index}"${further}}`, ...values);

export const targetMissing = (id: string, job: string): AlertCase => ({
  id, at: 10, fires: [{}, gauge('up', job)(0, 0)], quiet: [gauge('up', job)(1, 0)],
});

export function volumeCases(prefix: string, claim: string): AlertCase[] {
  const free = (percent: number, of: string = claim): Series => ({
    [`kubelet_volume_stats_available_bytes{namespace="agents",persistentvolumeclaim="${of}"}`]: steady(percent),
    [`kubelet_volume_stats_capacity_bytes{namespace="agents",persistentvolumeclaim="${of}"}`]: steady(100),
  });
  return [
    { id: `${prefix}VolumeFillingUp`, at: 20, fires: [free(15)], quiet: [free(25), free(15, 'another-0'), {}] },
    { id: `${prefix}VolumeAlmostFull`, at: 5, fires: [free(4)], quiet: [free(10), {}] },
  ];
}
