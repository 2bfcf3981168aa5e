package lastgood.control.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.port.Components;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Filling;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Schema;
import lastgood.core.stack.Component;
import lastgood.wire.file.RangesFile;
import lastgood.wire.file.RelativePath;
import lastgood.wire.file.ReleaseDraft;
import lastgood.wire.file.SchemaFile;

/// Turns a draft's paths and references into parts with digests, and sees that the parts fit each other.
public final class DraftParts {
    private final NamedComponents components;
    private final Workbench workbench;

    public DraftParts(Components components, Workbench workbench) {
        this.components = new NamedComponents(components);
        this.workbench = workbench;
    }

    Outcome<Proposal> assemble(ReleaseDraft draft, SubmittedFiles files) throws IOException {
        try {
            var model = Refusal.get(files.blob(draft.model()));
            var features = features(draft, files);
            var preprocessing = preprocessing(draft, files);
            var unknown = components.unknownVersions(draft.requires());
            var runtime = Refusal.get(DraftRuntime.of(draft, files));
            var warnings = new ArrayList<String>();
            Schema schema;
            if (!runtime.runsGraphs()) {
                noLookup(runtime, features);
                schema =
                        Refusal.get(
                                DraftRuntime.schema(
                                        draft, features.blob().or(preprocessing::blob), files));
            } else {
                var graphs = new ArrayList<Blob>();
                features.blob().ifPresent(graphs::add);
                preprocessing.blob().ifPresent(graphs::add);
                graphs.add(model);
                var signature = Refusal.get(workbench.inspect(graphs));
                warnings.addAll(signature.warnings());
                var callers = callers(draft, features, signature.schema());
                schema = schema(draft, files, features, callers);
            }
            warnings.addAll(unknown);
            runtime.memory()
                    .ifPresent(m ->
                            warnings.add(
                                    "runtime.memory "
                                            + m
                                            + " is recorded but not enforced while releases run inside the gateway"));
            var parts =
                    new Parts(
                            new Parts.Model(model),
                            features,
                            preprocessing,
                            schema,
                            runtime,
                            components.config(draft.config()));
            return Outcome.done(
                    new Proposal(
                            draft.service(),
                            draft.label(),
                            draft.annotations(),
                            new Manifest(parts, draft.requires()),
                            evidence(draft, files),
                            draft.evidence().ranges() instanceof ReleaseDraft.Ranges.Infer,
                            warnings));
        } catch (Refusal r) {
            return Outcome.refused(r.problem());
        }
    }

    private Parts.Features features(ReleaseDraft draft, SubmittedFiles files)
            throws IOException, Refusal {
        return switch (draft.features()) {
            case ReleaseDraft.Features.None() -> new Parts.Features.None();
            case ReleaseDraft.Features.Graph(var path) ->
                    new Parts.Features.Graph(Refusal.get(files.blob(path)));
            case ReleaseDraft.Features.Shared(var id) ->
                    components.found(id, Component.FEATURES).features();
        };
    }

    private static Parts.Preprocessing preprocessing(ReleaseDraft draft, SubmittedFiles files)
            throws IOException, Refusal {
        return draft.preprocessing().isPresent()
                ? new Parts.Preprocessing.Graph(
                        Refusal.get(files.blob(draft.preprocessing().get())))
                : new Parts.Preprocessing.None();
    }

    /// What a server takes, only its schema says; so nobody could tell what is left to be looked up.
    private static void noLookup(Parts.Runtime runtime, Parts.Features features) throws Refusal {
        if (features instanceof Parts.Features.Lookup(var component, _)) {
            throw new Refusal(
                    Problem.of(
                                    Code.INVALID_RELEASE,
                                    "engine "
                                            + runtime.engine()
                                            + " cannot be given features that are looked up.")
                            .because(component + " is looked up, which is done for graphs only")
                            .tryThis("let what serves the model look up what it needs"));
        }
    }

    /// What callers send and get. Where columns are looked up, a file that declares it says which inputs they fill.
    private static Schema callers(ReleaseDraft draft, Parts.Features features, Schema found)
            throws Refusal {
        return draft.schema() instanceof ReleaseDraft.Schema.Infer
                        && features instanceof Parts.Features.Lookup(_, var lookup)
                ? new Schema(
                        Refusal.get(Filling.inferred(lookup, found.inputs())).callers(),
                        found.outputs())
                : found;
    }

    private static Schema schema(
            ReleaseDraft draft, SubmittedFiles files, Parts.Features features, Schema found)
            throws IOException, Refusal {
        return switch (draft.schema()) {
            case ReleaseDraft.Schema.Infer() -> found;
            case ReleaseDraft.Schema.File(var path) -> {
                var declared =
                        Refusal.get(SchemaFile.parse(path.text(), Refusal.get(files.text(path))));
                var misfits = TensorFit.misfits(features, declared, found);
                if (!misfits.isEmpty()) {
                    throw new Refusal(
                            Problem.of(
                                            Code.INVALID_RELEASE,
                                            path.text()
                                                    + " does not describe what the graphs take and give.")
                                    .because(misfits)
                                    .tryThis(
                                            "correct "
                                                    + path.text()
                                                    + ", or write 'schema: infer'"));
                }
                yield declared;
            }
        };
    }

    private static OfflineEvidence evidence(ReleaseDraft draft, SubmittedFiles files)
            throws IOException, Refusal {
        var declared = draft.evidence();
        List<OfflineEvidence.Range> ranges =
                switch (declared.ranges()) {
                    case ReleaseDraft.Ranges.None(), ReleaseDraft.Ranges.Infer() -> List.of();
                    case ReleaseDraft.Ranges.File(var path) ->
                            Refusal.get(
                                    RangesFile.parse(path.text(), Refusal.get(files.text(path))));
                };
        return new OfflineEvidence(
                declared.dataset(),
                declared.metrics(),
                optional(declared.golden(), files),
                false,
                optional(declared.rows(), files),
                ranges);
    }

    private static Optional<Blob> optional(Optional<RelativePath> path, SubmittedFiles files)
            throws IOException, Refusal {
        return path.isPresent()
                ? Optional.of(Refusal.get(files.blob(path.get())))
                : Optional.empty();
    }
}
