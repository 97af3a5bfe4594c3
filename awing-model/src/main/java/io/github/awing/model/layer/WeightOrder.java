package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The way from our order of a convolution's weights to one of oneDNN's, and back. Theirs may be
 * padded with zeros.
 */
final class WeightOrder {

  /** So many are moved by Java, on one core, before oneDNN's threads have woken up. */
  private static final long FEW = 1 << 16;

  private static final int PADDING = -1;

  private final long floats;
  private final OneDnnPrimitive there;
  private final OneDnnPrimitive back;

  /**
   * Of each of theirs its place in ours, or {@link #PADDING}; null if there are many, or other
   * numbers than floats.
   */
  private final int[] places;

  WeightOrder(memory.desc ours, memory.desc theirs) {
    floats = OneDnnPrimitive.floats(theirs);
    boolean same = ours.equals(theirs);
    there = same ? null : OneDnnPrimitive.reorder(ours, theirs);
    back = same ? null : OneDnnPrimitive.reorder(theirs, ours);
    boolean asFloats = theirs.data_type().value == memory.data_type.f32.value;
    places = same || !asFloats || floats > FEW ? null : places(OneDnnPrimitive.floats(ours));
  }

  /** Found by sending numbers along: 1 for the first, so that zeros are padding. */
  private int[] places(long ours) {
    float[] numbers = new float[(int) ours];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i + 1;
    }
    INDArray from = Nd4j.createFromArray(numbers);
    INDArray to = Nd4j.createUninitializedDetached(from.dataType(), floats);
    copyThere(from, to, LayerWorkspaceMgr.noWorkspaces(), ArrayType.FF_WORKING_MEM);
    int[] found = new int[(int) floats];
    float[] moved = NativeFloats.read(to);
    Arrays.setAll(found, i -> moved[i] == 0 ? PADDING : (int) moved[i] - 1);
    return found;
  }

  boolean isSame() {
    return there == null;
  }

  /** How many theirs are, padding and all. */
  long floats() {
    return floats;
  }

  /** The weights in their order: the array itself if that is ours. */
  INDArray apply(INDArray ours, LayerWorkspaceMgr workspaces, ArrayType working) {
    if (isSame()) {
      return ours;
    }
    INDArray theirs = OneDnnPrimitive.array(workspaces, working, floats);
    if (places == null) {
      copyThere(ours, theirs, workspaces, working);
      return theirs;
    }
    float[] from = NativeFloats.read(ours);
    float[] to = new float[places.length];
    for (int i = 0; i < to.length; i++) {
      int place = places[i];
      to[i] = place == PADDING ? 0 : from[place];
    }
    NativeFloats.write(to, theirs);
    return theirs;
  }

  /** Fills ours from theirs, if they are not the same. */
  void undo(INDArray theirs, INDArray ours, LayerWorkspaceMgr workspaces, ArrayType working) {
    if (isSame()) {
      return;
    }
    if (places == null) {
      back.with(dnnl.DNNL_ARG_FROM, theirs).with(dnnl.DNNL_ARG_TO, ours).run(workspaces, working);
      Reference.reachabilityFence(theirs);
      Reference.reachabilityFence(ours);
      return;
    }
    float[] from = NativeFloats.read(theirs);
    float[] to = new float[(int) ours.length()];
    for (int i = 0; i < from.length; i++) {
      int place = places[i];
      if (place != PADDING) {
        to[place] = from[i];
      }
    }
    NativeFloats.write(to, ours);
  }

  private void copyThere(
      INDArray ours, INDArray theirs, LayerWorkspaceMgr workspaces, ArrayType working) {
    there.with(dnnl.DNNL_ARG_FROM, ours).with(dnnl.DNNL_ARG_TO, theirs).run(workspaces, working);
    Reference.reachabilityFence(ours);
    Reference.reachabilityFence(theirs);
  }
}
