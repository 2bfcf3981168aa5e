package lastgood.server;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/// The drawing of `ARCHITECTURE.md`, held against the code in the order in which it is drawn.
class BordersTest {
    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(place -> !place.contains("-tests.jar"))
                    .importPackages("lastgood");

    @Test
    void everythingDependsOnCoreAndNothingOnServer() {
        check(
                layeredArchitecture()
                        .consideringOnlyDependenciesInLayers()
                        .layer("core")
                        .definedBy("lastgood.core..")
                        .layer("wire")
                        .definedBy("lastgood.wire..")
                        .layer("ledger")
                        .definedBy("lastgood.ledger..")
                        .layer("drivers")
                        .definedBy("lastgood.drivers..")
                        .layer("oci")
                        .definedBy("lastgood.oci..")
                        .layer("mlflow")
                        .definedBy("lastgood.mlflow..")
                        .layer("gateway")
                        .definedBy("lastgood.gateway..")
                        .layer("records")
                        .definedBy("lastgood.records..")
                        .layer("control")
                        .definedBy("lastgood.control..")
                        .layer("cli")
                        .definedBy("lastgood.cli..")
                        .layer("server")
                        .definedBy("lastgood.server..")
                        .whereLayer("server")
                        .mayNotBeAccessedByAnyLayer()
                        .whereLayer("cli")
                        .mayOnlyBeAccessedByLayers("server")
                        .whereLayer("control")
                        .mayOnlyBeAccessedByLayers("server")
                        .whereLayer("gateway")
                        .mayOnlyBeAccessedByLayers("server")
                        .whereLayer("records")
                        .mayOnlyBeAccessedByLayers("server")
                        .whereLayer("drivers")
                        .mayOnlyBeAccessedByLayers("server")
                        .whereLayer("oci")
                        .mayOnlyBeAccessedByLayers("server")
                        .whereLayer("mlflow")
                        .mayOnlyBeAccessedByLayers("cli", "server")
                        .whereLayer("ledger")
                        .mayOnlyBeAccessedByLayers("server")
                        .whereLayer("wire")
                        .mayOnlyBeAccessedByLayers("control", "cli", "server"));
    }

    @Test
    void coreKnowsNothingButItselfAndNumbers() {
        check(
                classes()
                        .that()
                        .resideInAPackage("lastgood.core..")
                        .should()
                        .onlyDependOnClassesThat(
                                resideInAPackage("lastgood.core..")
                                        .or(resideInAPackage("java.."))
                                        .or(resideInAPackage("javax.crypto.."))
                                        .or(resideInAPackage("org.jspecify.."))
                                        .or(resideInAPackage("org.apache.commons.numbers.."))
                                        .or(resideInAPackage("org.apache.commons.statistics.."))));
    }

    @Test
    void coreHasNoClockNoThreadNoFileAndNoSocket() {
        var core = noClasses().that().resideInAPackage("lastgood.core..");
        check(core.should().callMethod(System.class, "currentTimeMillis"));
        check(core.should().callMethod(System.class, "nanoTime"));
        check(core.should().callMethod(java.time.Instant.class, "now"));
        check(
                core.should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.net..",
                                "java.nio.file..",
                                "java.nio.channels..",
                                "java.util.concurrent.."));
        check(core.should().dependOnClassesThat().areAssignableTo(Thread.class));
        check(
                core.should()
                        .dependOnClassesThat()
                        .areAssignableTo(java.util.random.RandomGenerator.class));
        check(core.should().dependOnClassesThat().areAssignableTo(java.io.File.class));
    }

    @Test
    void roomsHaveNoCirclesInside() {
        for (var room :
                java.util.List.of(
                        "wire", "ledger", "drivers", "oci", "mlflow", "gateway", "records",
                        "cli")) {
            check(slices().matching("lastgood." + room + ".(*)..").should().beFreeOfCycles());
        }
    }

    @Test
    void theFuzzerIsSeenByTestsAlone() {
        check(
                noClasses()
                        .that(alwaysTrue())
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("lastgood.fuzz..", "com.code_intelligence.."));
    }

    @Test
    void nobodyIsCalledManagerUtilHelperOrImpl() {
        check(
                noClasses()
                        .that(alwaysTrue())
                        .should()
                        .haveNameMatching(".*(Manager|Utils?|Helper|Impl)"));
    }

    @Test
    void theRulesAboveLookAtRealCode() {
        assertThat(CODE.size()).isGreaterThan(150);
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(false).check(CODE);
    }
}
