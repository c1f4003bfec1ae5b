/** Whether two pods of a workload may share a node. */
export class AntiAffinity {
  /** They share one only where no other node has room. */
  public static preferred(): AntiAffinity {
    return new AntiAffinity(false);
  }

  /** They never do: there must be more nodes than pods, or rollouts and recoveries wait. */
  public static required(): AntiAffinity {
    return new AntiAffinity(true);
  }

  private constructor(
    /** Whether a pod waits for a node of its own. */
    public readonly isRequired: boolean,
  ) {}
}
