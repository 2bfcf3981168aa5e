package lastgood.core.rollback.closure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Stories from real life, with the answer that an engineer would give.
class ScenarioTest {
    @Test
    void aModelGoesBackAndItsTableWithIt() {
        var world =
                new Drawn()
                        .component("txn-features", "v8 > v7 expand", "v7")
                        .service("fraud-scorer", "r12 txn-features:v8", "r11 txn-features:v7")
                        .service("chargeback-cost", "r5 txn-features:v7,v8");
        assertThat(Drawn.answer(world.asks("fraud-scorer", "r11")))
                .isEqualTo("fraud-scorer r11; txn-features v7");
    }

    @Test
    void theOtherReaderComesAlongWhereItMust() {
        var world =
                new Drawn()
                        .component("txn-features", "v8 > v7 expand", "v7")
                        .service("fraud-scorer", "r12 txn-features:v8", "r11 txn-features:v7")
                        .service(
                                "chargeback-cost",
                                "r5 txn-features:v8",
                                "r4 txn-features:v8",
                                "r3 txn-features:v7,v8",
                                "r2 txn-features:v7");
        assertThat(Drawn.answer(world.asks("fraud-scorer", "r11")))
                .isEqualTo("chargeback-cost r3, fraud-scorer r11; txn-features v7");
    }

    @Test
    void theOtherReaderThatHasNothingToGoBackToIsNamed() {
        var world =
                new Drawn()
                        .component("txn-features", "v8 > v7 expand", "v7")
                        .service("fraud-scorer", "r12 txn-features:v8", "r11 txn-features:v7")
                        .service("chargeback-cost", "r5 txn-features:v8");
        assertThat(Drawn.answer(world.asks("fraud-scorer", "r11")))
                .isEqualTo(
                        "fraud-scorer r11 accepts txn-features [v7], not v8;"
                                + " chargeback-cost r5 accepts txn-features [v8], not v7");
    }

    @Test
    void whatTheTargetAcceptsStays() {
        var world =
                new Drawn()
                        .component("limits", "v2 > v1", "v1")
                        .service("fraud", "r2 limits:v2", "r1 limits:v1,v2");
        assertThat(Drawn.answer(world.asks("fraud", "r1"))).isEqualTo("fraud r1; ");
    }

    @Test
    void aSchemaThatWasWidenedGoesBackAndOneThatWasNarrowedDoesNot() {
        var widened =
                new Drawn()
                        .component("schema", "v2 > v1 expand", "v1")
                        .service("fraud", "r2 schema:v2", "r1 schema:v1");
        assertThat(Drawn.answer(widened.asks("fraud", "r1"))).isEqualTo("fraud r1; schema v1");

        var narrowed =
                new Drawn()
                        .component("schema", "v3 > v2,v1 contract", "v2", "v1")
                        .service("fraud", "r3 schema:v3", "r2 schema:v2,v3", "r1 schema:v1,v2");
        assertThat(Drawn.answer(narrowed.asks("fraud", "r2"))).isEqualTo("fraud r2; ");
        assertThat(Drawn.answer(narrowed.asks("fraud", "r1")))
                .isEqualTo("fraud r1 accepts schema [v2, v1], not v3");
    }

    @Test
    void aForwardOnlyComponentStaysWhereItIs() {
        var world =
                new Drawn()
                        .component("index", "v2", "v1")
                        .service("search", "r2 index:v2", "r1 index:v1");
        assertThat(Drawn.answer(world.asks("search", "r1")))
                .isEqualTo("search r1 accepts index [v1], not v2");
    }

    @Test
    void aChainOfThreeGoesBackAsOne() {
        var world =
                new Drawn()
                        .component("table", "v2 > v1 index:v2", "v1 index:v1")
                        .component("index", "v2 > v1 limits:v2", "v1 limits:v1")
                        .component("limits", "v2 > v1", "v1")
                        .service("fraud", "r2 table:v2", "r1 table:v1");
        assertThat(Drawn.answer(world.asks("fraud", "r1")))
                .isEqualTo("fraud r1; index v1, limits v1, table v1");
    }

    @Test
    void aDiamondMeetsAtItsFoot() {
        var world =
                new Drawn()
                        .component("left", "v2 > v1 foot:v2", "v1 foot:v1,v2")
                        .component("right", "v2 > v1 foot:v2", "v1 foot:v1")
                        .component("foot", "v2 > v1", "v1")
                        .service("fraud", "r2 left:v2 right:v2", "r1 left:v1 right:v1");
        assertThat(Drawn.answer(world.asks("fraud", "r1")))
                .isEqualTo("fraud r1; foot v1, left v1, right v1");
    }

    @Test
    void whoReadsAComponentThatGoesBackGoesBackWithItOrStaysIfItAcceptsThat() {
        var world =
                new Drawn()
                        .component("base", "v2 > v1", "v1")
                        .component("derived", "v3 > v2,v1 base:v2", "v2 base:v2,v1", "v1 base:v1")
                        .service("fraud", "r2 base:v2", "r1 base:v1")
                        .service("cost", "r2 derived:v3,v2");
        assertThat(Drawn.answer(world.asks("fraud", "r1")))
                .isEqualTo("fraud r1; base v1, derived v2");
    }

    @Test
    void aSharedThresholdFileTakesTwoModelsAlongAndLeavesTheThird() {
        var world =
                new Drawn()
                        .component("thresholds", "v4 > v3", "v3")
                        .service("a", "r2 thresholds:v4", "r1 thresholds:v3")
                        .service("b", "r9 thresholds:v4", "r8 thresholds:v3", "r7 thresholds:v3")
                        .service("c", "r3 thresholds:v3,v4");
        assertThat(Drawn.answer(world.asks("a", "r1"))).isEqualTo("a r1, b r8; thresholds v3");
    }

    @Test
    void aNewerReleaseCountsMoreThanAnEarlierName() {
        assertThat(Drawn.answer(Drawn.aNewerReleaseOrAnEarlierName()))
                .isEqualTo("asked r1, bert r1; table v2");
    }

    @Test
    void whatDoesNotFitTodayAndDoesNotMoveStopsNobody() {
        var world =
                new Drawn()
                        .component("table", "v2 > v1", "v1")
                        .component("other", "v2", "v1")
                        .service("broken", "r1 other:v1 table:v1,v2")
                        .service("fraud", "r2 table:v2", "r1 table:v1");
        assertThat(Drawn.answer(world.asks("fraud", "r1"))).isEqualTo("fraud r1; table v1");
    }

    @Test
    void aComponentThatNobodyDeclaredExclusiveConcernsNobody() {
        var world = new Drawn().service("fraud", "r2 graph:v2", "r1 graph:v1");
        assertThat(Drawn.answer(world.asks("fraud", "r1"))).isEqualTo("fraud r1; ");
    }
}
