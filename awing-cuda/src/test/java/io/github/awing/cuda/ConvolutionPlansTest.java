package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.cuda.ConvolutionTask.Pass;
import io.github.awing.program.Precision;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that cuDNN has plans for the convolutions of the paper's network, on cards of each
 * generation.
 */
class ConvolutionPlansTest {

  @ParameterizedTest
  @EnumSource
  void existForEveryConvolution(DescribedCard.Model model) {
    InstalledLibraries.assume();
    Set<Precision> precisions =
        model.architecture() < 80 ? EnumSet.of(Precision.FLOAT32) : EnumSet.allOf(Precision.class);
    try (DescribedCard card = new DescribedCard(model)) {
      for (Precision precision : precisions) {
        for (Pass pass : Pass.values()) {
          for (ConvolutionTask task : convolutions(pass, precision)) {
            assertThat(choices(task, card)).as(task::toString).isNotEmpty();
          }
        }
      }
    }
  }

  @Test
  void areTheSameFromAStoredChoice() {
    InstalledLibraries.assume();
    ConvolutionTask task = convolution(Pass.WEIGHT_GRADIENT, Precision.BFLOAT16, 64, 256, 128, 3);
    try (DescribedCard card = new DescribedCard(DescribedCard.Model.H100);
        ConvolutionGraph graph = new ConvolutionGraph(task, card)) {
      for (ConvolutionPlan plan : ConvolutionPlanner.plans(graph)) {
        EngineChoice choice = EngineChoice.parse(plan.choice().text()).orElseThrow();
        ConvolutionPlan again = ConvolutionPlan.of(graph, choice).orElseThrow();
        assertThat(again.choice()).isEqualTo(plan.choice());
        assertThat(again.workspaceBytes()).isEqualTo(plan.workspaceBytes());
        again.close();
        plan.close();
      }
    }
  }

  @Test
  void areNotMadeOfUnknownChoices() {
    InstalledLibraries.assume();
    ConvolutionTask task = convolution(Pass.FORWARD, Precision.TF32, 64, 64, 64, 3);
    try (DescribedCard card = new DescribedCard(DescribedCard.Model.H100);
        ConvolutionGraph graph = new ConvolutionGraph(task, card)) {
      for (String choice : List.of("9999", "0 9999=1", "67 24=-77")) {
        assertThat(ConvolutionPlan.of(graph, EngineChoice.parse(choice).orElseThrow()))
            .as(choice)
            .isEmpty();
      }
    }
  }

  private static List<EngineChoice> choices(ConvolutionTask task, DescribedCard card) {
    List<EngineChoice> choices = new ArrayList<>();
    try (ConvolutionGraph graph = new ConvolutionGraph(task, card)) {
      for (ConvolutionPlan plan : ConvolutionPlanner.plans(graph)) {
        choices.add(plan.choice());
        plan.close();
      }
    }
    return choices;
  }

  private static List<ConvolutionTask> convolutions(Pass pass, Precision precision) {
    List<ConvolutionTask> all = new ArrayList<>();
    for (int size = 64; size >= 4; size /= 2) {
      all.add(convolution(pass, precision, size, 256, 128, 3));
      all.add(convolution(pass, precision, size, 128, 64, 3));
      all.add(convolution(pass, precision, size, 64, 64, 3));
    }
    all.add(convolution(pass, precision, 64, 256, 256, 1));
    all.add(convolution(pass, precision, 64, 256, 69, 1));
    all.add(convolution(pass, precision, 64, 69, 256, 1));
    all.add(convolution(pass, precision, 64, 256, 99, 1));
    all.add(convolution(pass, precision, 64, 101, 256, 1));
    all.add(convolution(pass, precision, 256, 3, 64, 7));
    all.add(convolution(pass, precision, 256, 6, 64, 7));
    return all;
  }

  private static ConvolutionTask convolution(
      Pass pass, Precision precision, int size, int inputs, int outputs, int kernel) {
    int stride = kernel == 7 ? 2 : 1;
    return new ConvolutionTask(
        pass, precision, 8, size, size, inputs, outputs, kernel, stride, kernel / 2, false, true);
  }
}
