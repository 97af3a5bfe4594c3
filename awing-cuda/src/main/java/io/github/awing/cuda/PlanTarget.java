package io.github.awing.cuda;

/** Target of cuDNN's plans: a card of this machine, or a described card. */
interface PlanTarget {

  /** Sets the target of a graph of operations. */
  void describeTo(CudnnDescriptor graph);

  /** Sets the target of a query for engines. */
  void describeToHeuristics(CudnnDescriptor heuristics);

  /** Sets the target of an engine. */
  void describeToEngine(CudnnDescriptor engine);

  /** Sets the target of a plan. */
  void describeToPlan(CudnnDescriptor plan);
}
