/** Whether two pods of a workload may share a node. */
export class AntiAffinity {
  /** Pods share a node only if no other node has room. */
  public static preferred(): AntiAffinity {
    return new AntiAffinity(false);
  }

  /** Pods never share a node. There must be more nodes than pods, or rollouts and recoveries stall. */
  public static required(): AntiAffinity {
    return new AntiAffinity(true);
  }

  private constructor(
    /** Whether two pods must not share a node. */
    public readonly isRequired: boolean,
  ) {}
}
