package io.github.awing.train;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.awing.eval.EvalMain;
import io.github.awing.eval.predict.PredictCommand;
import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.model.AtomicFile;
import io.github.awing.train.ablation.AblateCommand;
import io.github.awing.train.cli.AttendedTraining;
import io.github.awing.train.cli.ReadDataSets;
import io.github.awing.train.cli.SavedCommand;
import io.github.awing.train.cli.TrainOptions;
import io.github.awing.train.cli.TrainProgram;
import org.nd4j.linalg.api.buffer.DataBuffer;

/** Dependencies of packages, as docs/architecture.md lists them. */
@AnalyzeClasses(
    packages = "io.github.awing",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
class ArchitectureTest {

  /** Leaves out the contracts that modules share for their tests. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String LOSS = "io.github.awing.loss..";
  private static final String PROGRAM = "io.github.awing.program..";
  private static final String MODEL = "io.github.awing.model..";
  private static final String DATA = "io.github.awing.data..";
  private static final String EVAL = "io.github.awing.eval..";
  private static final String TRAIN = "io.github.awing.train..";

  private static final String DATA_FORMAT = "io.github.awing.data.format..";
  private static final String DATA_DETECT = "io.github.awing.data.detect..";
  private static final String DATA_SYNTHETIC = "io.github.awing.data.synthetic..";
  private static final String DATA_BATCH = "io.github.awing.data.batch..";
  private static final String DATA_DATAVEC = "io.github.awing.data.datavec..";

  private static final String EVAL_BACKEND = "io.github.awing.eval.backend..";
  private static final String EVAL_CLI = "io.github.awing.eval.cli..";
  private static final String EVAL_DRAW = "io.github.awing.eval.draw..";
  private static final String EVAL_FIGURE = "io.github.awing.eval.figure..";
  private static final String EVAL_METRIC = "io.github.awing.eval.metric..";
  private static final String EVAL_PREDICT = "io.github.awing.eval.predict..";
  private static final String EVAL_REPORT = "io.github.awing.eval.report..";
  private static final String EVAL_WEIGHTS = "io.github.awing.eval.weights..";

  private static final String TRAIN_YAML = "io.github.awing.train.yaml..";
  private static final String TRAIN_CLI = "io.github.awing.train.cli..";
  private static final String TRAIN_ABLATION = "io.github.awing.train.ablation..";

  private static final DescribedPredicate<JavaMethodCall> TOUCHES_MEMORY =
      target(owner(assignableTo(DataBuffer.class)))
          .and(
              target(
                  nameMatching(
                      "asNio.*|pointer|addressPointer|address|platformAddress|indexer"
                          + "|opaqueBuffer")))
          .forSubtype();

  @ArchTest
  static final ArchRule lossKnowsNoneOfTheOthers =
      noClasses()
          .that()
          .resideInAPackage(LOSS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PROGRAM, MODEL, DATA, EVAL, TRAIN);

  @ArchTest
  static final ArchRule onlyTheOutputLayerNeedsDeeplearning4j =
      noClasses()
          .that()
          .resideInAPackage(LOSS)
          .and()
          .haveNameNotMatching(".*\\.HeatmapLoss(Layer|Runtime)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.deeplearning4j..");

  @ArchTest
  static final ArchRule programKnowsOnlyLoss =
      noClasses()
          .that()
          .resideInAPackage(PROGRAM)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MODEL, DATA, EVAL, TRAIN, "org.deeplearning4j..");

  @ArchTest
  static final ArchRule modelKnowsOnlyLossAndPrograms =
      noClasses()
          .that()
          .resideInAPackage(MODEL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DATA, EVAL, TRAIN, "org.bytedeco.opencv..", "java.awt..");

  @ArchTest
  static final ArchRule dataKnowsNoneOfTheOthers =
      noClasses()
          .that()
          .resideInAPackage(DATA)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(LOSS, PROGRAM, MODEL, EVAL, TRAIN, "org.deeplearning4j..")
                  .and(not(belongToAnyOf(NativeFloats.class))));

  @ArchTest
  static final ArchRule evaluationKnowsNoTraining =
      noClasses()
          .that()
          .resideInAPackage(EVAL)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TRAIN);

  @ArchTest
  static final ArchRule onlyFiguresOfEvaluationKnowTheLoss =
      noClasses()
          .that()
          .resideInAPackage(EVAL)
          .and()
          .resideOutsideOfPackage("io.github.awing.eval.figure")
          .should()
          .dependOnClassesThat(resideInAPackage(LOSS).and(not(belongToAnyOf(NativeFloats.class))));

  /** ND4J would not know which copy of an array was written where it has one on a card. */
  @ArchTest
  static final ArchRule onlyNativeFloatsTouchesTheMemoryOfArrays =
      noClasses()
          .that(not(belongToAnyOf(NativeFloats.class)))
          .should()
          .callMethodWhere(TOUCHES_MEMORY);

  /** Keeps the rule above from being empty. */
  @ArchTest
  static final ArchRule nativeFloatsTouchesTheMemoryOfArrays =
      classes().that(belongToAnyOf(NativeFloats.class)).should().callMethodWhere(TOUCHES_MEMORY);

  @ArchTest
  static final ArchRule onlyItsDeviceNeedsCuda =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.awing.cuda..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.awing.cuda..", "org.bytedeco.cuda..");

  @ArchTest
  static final ArchRule onlyItsBackendNeedsOnnxRuntime =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.eval\\.backend\\.Onnx(Backend|Runtime)")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule onlyItsServerNeedsJetty =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.awing.eval.serve")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jetty..", "io.prometheus..");

  @ArchTest
  static final ArchRule theServerKnowsNoNetwork =
      noClasses()
          .that()
          .resideInAPackage("io.github.awing.eval.serve")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PROGRAM, MODEL, "io.github.awing.eval");

  @ArchTest
  static final ArchRule layersDoNotKnowTheNetwork =
      noClasses()
          .that()
          .resideInAPackage("io.github.awing.model.layer..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.awing.model");

  @ArchTest
  static final ArchRule programsKnowNoDevice =
      noClasses()
          .that()
          .resideInAPackage("io.github.awing.program")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.github.awing.program.cpu..", "io.github.awing.program.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule sharedTypesOfDataKnowNoRoom =
      noClasses()
          .that()
          .resideInAPackage("io.github.awing.data")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DATA_FORMAT, DATA_DETECT, DATA_SYNTHETIC, DATA_BATCH, DATA_DATAVEC);

  @ArchTest
  static final ArchRule readersKnowOnlySharedTypes =
      noClasses()
          .that()
          .resideInAPackage(DATA_FORMAT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DATA_DETECT, DATA_SYNTHETIC, DATA_BATCH, DATA_DATAVEC);

  @ArchTest
  static final ArchRule detectorsKnowOnlySharedTypes =
      noClasses()
          .that()
          .resideInAPackage(DATA_DETECT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DATA_FORMAT, DATA_SYNTHETIC, DATA_BATCH, DATA_DATAVEC);

  @ArchTest
  static final ArchRule drawnFacesKnowOnlySharedTypes =
      noClasses()
          .that()
          .resideInAPackage(DATA_SYNTHETIC)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DATA_FORMAT, DATA_DETECT, DATA_BATCH, DATA_DATAVEC);

  @ArchTest
  static final ArchRule batchesKnowNoFormat =
      noClasses()
          .that()
          .resideInAPackage(DATA_BATCH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DATA_FORMAT, DATA_SYNTHETIC, DATA_DATAVEC);

  @ArchTest
  static final ArchRule dataVecsViewKnowsNoDetectorAndNoDrawnFaces =
      noClasses()
          .that()
          .resideInAPackage(DATA_DATAVEC)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DATA_DETECT, DATA_SYNTHETIC);

  @ArchTest
  static final ArchRule onlyItsRoomNeedsDataVec =
      noClasses()
          .that()
          .resideInAPackage(DATA)
          .and()
          .resideOutsideOfPackage(DATA_DATAVEC)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.datavec..");

  @ArchTest
  static final ArchRule metricsKnowOnlyFaces =
      noClasses()
          .that()
          .resideInAPackage(EVAL_METRIC)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(EVAL, MODEL, PROGRAM, LOSS, "org.nd4j..", "org.bytedeco..")
                  .and(not(resideInAPackage(EVAL_METRIC))));

  @ArchTest
  static final ArchRule drawingKnowsNoNetwork =
      noClasses()
          .that()
          .resideInAnyPackage(EVAL_DRAW, EVAL_FIGURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MODEL, PROGRAM);

  @ArchTest
  static final ArchRule backendsAndWeightsKnowOnlyNetworks =
      noClasses()
          .that()
          .resideInAnyPackage(EVAL_BACKEND, EVAL_WEIGHTS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      EVAL, DATA_FORMAT, DATA_DETECT, DATA_SYNTHETIC, DATA_BATCH, DATA_DATAVEC)
                  .and(not(resideInAnyPackage(EVAL_BACKEND, EVAL_WEIGHTS))));

  @ArchTest
  static final ArchRule plotsKnowOnlyMetricsOfEvaluation =
      noClasses()
          .that()
          .resideInAPackage(EVAL_DRAW)
          .should()
          .dependOnClassesThat(
              resideInAPackage(EVAL).and(not(resideInAnyPackage(EVAL_DRAW, EVAL_METRIC))));

  @ArchTest
  static final ArchRule figuresKnowOnlyPlotsOfEvaluation =
      noClasses()
          .that()
          .resideInAPackage(EVAL_FIGURE)
          .should()
          .dependOnClassesThat(
              resideInAPackage(EVAL).and(not(resideInAnyPackage(EVAL_DRAW, EVAL_FIGURE))));

  @ArchTest
  static final ArchRule reportsKnowOnlyMetrics =
      noClasses()
          .that()
          .resideInAPackage(EVAL_REPORT)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(LOSS, PROGRAM, MODEL, DATA, EVAL, "org.nd4j..")
                  .and(not(resideInAnyPackage(EVAL_REPORT, EVAL_METRIC)))
                  .and(not(belongToAnyOf(AtomicFile.class))));

  @ArchTest
  static final ArchRule optionsKnowOnlyWhatTheyChoose =
      noClasses()
          .that()
          .resideInAPackage(EVAL_CLI)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(EVAL, DATA_SYNTHETIC, DATA_BATCH, DATA_DATAVEC)
                  .and(not(resideInAnyPackage(EVAL_CLI, EVAL_BACKEND, EVAL_WEIGHTS, EVAL_DRAW))));

  @ArchTest
  static final ArchRule roomsOfEvaluationKnowNoCommand =
      noClasses()
          .that(
              resideInAPackage(EVAL)
                  .and(not(resideInAnyPackage("io.github.awing.eval", EVAL_PREDICT))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.awing.eval");

  @ArchTest
  static final ArchRule onlyTheProgramKnowsItsPrediction =
      noClasses()
          .that(not(resideInAPackage(EVAL_PREDICT)).and(not(belongToAnyOf(EvalMain.class))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(EVAL_PREDICT);

  @ArchTest
  static final ArchRule trainingKnowsNoCommand =
      noClasses()
          .that(
              resideInAnyPackage("io.github.awing.train", TRAIN_YAML)
                  .and(not(belongToAnyOf(TrainMain.class))))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TRAIN_CLI, TRAIN_ABLATION, "picocli..");

  @ArchTest
  static final ArchRule plansInYamlKnowNoTraining =
      noClasses()
          .that()
          .resideInAPackage(TRAIN_YAML)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.awing.train", TRAIN_CLI, TRAIN_ABLATION);

  @ArchTest
  static final ArchRule commandsOfTrainingKnowNoLossAndNoYaml =
      noClasses()
          .that()
          .resideInAPackage(TRAIN_CLI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LOSS, TRAIN_YAML);

  @ArchTest
  static final ArchRule ablationKnowsOnlyTheOptionsOfTraining =
      noClasses()
          .that()
          .resideInAPackage(TRAIN_ABLATION)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(LOSS, TRAIN_CLI)
                  .and(
                      not(
                          belongToAnyOf(
                              AttendedTraining.class,
                              ReadDataSets.class,
                              SavedCommand.class,
                              TrainOptions.class))));

  @ArchTest
  static final ArchRule onlyTheProgramKnowsItsAblation =
      noClasses()
          .that(not(resideInAPackage(TRAIN_ABLATION)).and(not(belongToAnyOf(TrainProgram.class))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TRAIN_ABLATION);

  /** A program lists its commands, which ask it for its version. */
  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices()
          .matching("io.github.awing.(**)")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(EvalMain.class, PredictCommand.class)
          .ignoreDependency(TrainMain.class, TrainProgram.class)
          .ignoreDependency(TrainProgram.class, AblateCommand.class);

  @ArchTest
  static final ArchRule modulesAreFreeOfCycles =
      slices().matching("io.github.awing.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingIsReadByJavaDeserialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");
}
