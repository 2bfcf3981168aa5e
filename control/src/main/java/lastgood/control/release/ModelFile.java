package lastgood.control.release;

import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.port.Blobs;
import lastgood.core.release.Release;
import lastgood.wire.onnx.OnnxHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the stored file of a model says of itself.
public final class ModelFile {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFile.class);

    private final Blobs blobs;

    public ModelFile(Blobs blobs) {
        this.blobs = blobs;
    }

    /// By name; nothing where it is no ONNX, or cannot be read, which is for others to complain of.
    public SortedMap<String, String> said(Release release) {
        var digest = release.parts().model().graph().digest();
        try (var file = blobs.open(digest).orElseGet(InputStream::nullInputStream)) {
            return OnnxHeader.read(file);
        } catch (IOException e) {
            LOG.warn("{}: the model of {} cannot be read", release.service(), release.id(), e);
            return new TreeMap<>();
        }
    }
}
