package io.github.awing.model.layer;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** From floats to what is multiplied, if that is something else. */
final class Rounding {

  private final long floats;
  private final OneDnnPrimitive rounding;

  Rounding(memory.desc from, memory.desc to) {
    floats = OneDnnPrimitive.floats(to);
    rounding = from.equals(to) ? null : OneDnnPrimitive.reorder(from, to);
  }

  INDArray apply(INDArray exact, LayerWorkspaceMgr workspaces, ArrayType working) {
    if (rounding == null) {
      return exact;
    }
    INDArray rounded = OneDnnPrimitive.array(workspaces, working, floats);
    rounding
        .with(dnnl.DNNL_ARG_FROM, exact)
        .with(dnnl.DNNL_ARG_TO, rounded)
        .run(workspaces, working);
    return rounded;
  }
}
