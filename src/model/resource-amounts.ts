/** Millicores and mebibytes. */
export interface ResourceAmounts {
  readonly cpuRequest: number;
  readonly cpuLimit: number;
  readonly memory: number;
  readonly storage: number;
}

/** The same sum or maximum of each amount. */
export function amountsBy(combine: (amount: (container: ResourceAmounts) => number) => number): ResourceAmounts {
  return {
    cpuRequest: combine((container) => container.cpuRequest),
    cpuLimit: combine((container) => container.cpuLimit),
    memory: combine((container) => container.memory),
    storage: combine((container) => container.storage),
  };
}
