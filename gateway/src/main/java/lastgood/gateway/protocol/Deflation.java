package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compresses answers for callers who like that.
///
/// What fits one packet gains nothing, and what is huge would hold up everybody on the same event loop: both go plain,
/// which every caller understands.
final class Deflation {
    private static final Logger LOG = LoggerFactory.getLogger(Deflation.class);
    private static final int LEAST = 1400;
    private static final int MOST = 1 << 20;
    private static final int CHUNK = 8 << 10;

    private Deflation() {}

    static boolean pays(int bytes) {
        return bytes >= LEAST && bytes <= MOST;
    }

    /// Empty where memory does not suffice for it.
    ///
    /// @param plain is let go where it was compressed
    static Optional<ByteBuf> of(ByteBuf plain, Coding coding) {
        Optional<ByteBuf> packed = Optional.empty();
        try {
            var into = PooledByteBufAllocator.DEFAULT.ioBuffer(plain.readableBytes() / 2);
            packed = Optional.of(into);
            try (var out = compressing(coding, new ByteBufOutputStream(into))) {
                plain.getBytes(plain.readerIndex(), out, plain.readableBytes());
            }
            plain.release();
            return packed;
        } catch (IOException | OutOfMemoryError e) {
            LOG.warn("an answer goes out as it is, it could not be compressed: {}", e.toString());
            packed.ifPresent(ByteBuf::release);
            return Optional.empty();
        }
    }

    private static OutputStream compressing(Coding coding, OutputStream to) throws IOException {
        return switch (coding) {
            case GZIP -> new Gzip(to);
            case DEFLATE -> new Zlib(to);
        };
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream to) throws IOException {
            super(to, CHUNK);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /// It ends its compressor itself: one that was given to it would be left.
    private static final class Zlib extends DeflaterOutputStream {
        Zlib(OutputStream to) {
            super(to, new Deflater(Deflater.BEST_SPEED), CHUNK);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                def.end();
            }
        }
    }
}
