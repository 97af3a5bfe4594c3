package io.github.awing.cuda;

/** What cuDNN makes plans for: a card that is there, or one that is described. */
interface PlanTarget {

  /** Says so to a graph of operations. */
  void describeTo(CudnnDescriptor graph);

  /** Says so to a query for engines. */
  void describeToHeuristics(CudnnDescriptor heuristics);

  /** Says so to an engine. */
  void describeToEngine(CudnnDescriptor engine);

  /** Says so to a plan. */
  void describeToPlan(CudnnDescriptor plan);
}
