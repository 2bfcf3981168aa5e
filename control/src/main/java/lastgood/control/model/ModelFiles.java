package lastgood.control.model;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.port.Blobs;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Release;

/// Says what the model files of releases were written for. Nothing of it is recorded: a digest stands for the same bytes for
/// ever, so each file is read once while the server runs.
public final class ModelFiles {
    private static final int MOST = 500;
    private static final String UNKNOWN = "not known: ";

    private final Blobs blobs;
    private final Map<Digest, SortedMap<String, String>> known =
            Collections.synchronizedMap(new LinkedHashMap<>());

    public ModelFiles(Blobs blobs) {
        this.blobs = blobs;
    }

    /// By key: `opset`, `ir`, `producer`. Nothing where the model is no ONNX file; where it cannot be read, that.
    public SortedMap<String, String> lines(Release release) {
        var graph = release.parts().model().graph();
        var there = known.get(graph.digest());
        if (there != null) {
            return there;
        }
        try {
            var lines = read(release, graph);
            remember(graph.digest(), lines);
            return lines;
        } catch (IOException e) {
            return only(UNKNOWN + e.getMessage());
        }
    }

    private SortedMap<String, String> read(Release release, Blob graph) throws IOException {
        if (!release.parts().runtime().runsGraphs() && !graph.name().endsWith(".onnx")) {
            return new TreeMap<>();
        }
        var bytes = blobs.open(graph.digest());
        if (bytes.isEmpty()) {
            throw new IOException("its bytes are not stored");
        }
        try (var in = bytes.get()) {
            try {
                return OnnxHead.of(in).lines();
            } catch (InvalidProtocolBufferException e) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
                return only(UNKNOWN + "it is no ONNX file");
            }
        }
    }

    private void remember(Digest digest, SortedMap<String, String> lines) {
        synchronized (known) {
            if (known.size() >= MOST) {
                known.remove(known.keySet().iterator().next());
            }
            known.put(digest, lines);
        }
    }

    private static SortedMap<String, String> only(String text) {
        var lines = new TreeMap<String, String>();
        lines.put("opset", text);
        return lines;
    }
}
