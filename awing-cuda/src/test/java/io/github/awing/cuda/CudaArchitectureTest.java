package io.github.awing.cuda;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.awing.loss.internal.NativeFloats;
import org.nd4j.linalg.api.buffer.DataBuffer;

/** Holds the dependencies of this module to docs/architecture.md. */
@AnalyzeClasses(
    packages = "io.github.awing.cuda",
    importOptions = ImportOption.DoNotIncludeTests.class)
class CudaArchitectureTest {

  @ArchTest
  static final ArchRule knowsOnlyProgramsAndLosses =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.github.awing..")
                  .and(not(resideInAPackage("io.github.awing.cuda..")))
                  .and(not(resideInAPackage("io.github.awing.program")))
                  .and(not(resideInAPackage("io.github.awing.loss")))
                  .and(not(belongToAnyOf(NativeFloats.class))));

  @ArchTest
  static final ArchRule reachesArraysByNativeFloatsAlone =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(assignableTo(DataBuffer.class)))
                  .and(target(nameMatching("asNio.*|pointer|addressPointer|address|indexer")))
                  .forSubtype());
}
