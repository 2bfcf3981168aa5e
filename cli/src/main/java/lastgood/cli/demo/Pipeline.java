package lastgood.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The hospital's feature pipeline: a folder of versions, and a link that a nightly job opens. It belongs to the story, and
/// lastgood moves it by a driver.
final class Pipeline {
    private final Path folder;
    private final Path link;

    private Pipeline(Path folder) {
        this.folder = folder;
        link = folder.resolve("current");
    }

    /// As the story finds it: the link leads to v1.
    ///
    /// @param files where the two graphs lie
    static Pipeline in(Path folder, Path files) throws IOException {
        var pipeline = new Pipeline(folder.toAbsolutePath());
        pipeline.version(files, "v1", "");
        pipeline.version(files, "v2", "  reverts: {to: [v1]}\n");
        Files.createSymbolicLink(pipeline.link, pipeline.folder.resolve("versions").resolve("v1"));
        return pipeline;
    }

    /// The file that declares a version.
    String declared(String version) {
        return folder.resolve("features-" + version + ".component.yaml").toString();
    }

    /// What the nightly job would read now.
    String live() {
        try {
            return Files.readSymbolicLink(link).getFileName().toString();
        } catch (IOException e) {
            return "nothing: " + e.getMessage();
        }
    }

    private void version(Path files, String version, String reverts) throws IOException {
        var home = Files.createDirectories(folder.resolve("versions").resolve(version));
        Files.copy(files.resolve("features-" + version + ".onnx"), home.resolve("features.onnx"));
        Files.writeString(
                folder.resolve("features-" + version + ".component.yaml"),
                """
                apiVersion: lastgood/v1
                kind: Component
                metadata: {name: tumour-features, version: %s}
                spec:
                  kind: features
                  path: versions/%s/features.onnx
                %s  driver: {kind: file, link: "%s", versions: "%s"}
                """
                        .formatted(version, version, reverts, link, folder.resolve("versions")));
    }
}
