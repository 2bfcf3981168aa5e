package lastgood.gateway.running.apart;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Parts;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.child.ReleaseJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What a gateway and a runner write to each other once, over the runner's standard input and output: what it is to load,
/// and whether it could.
final class Post {
    private static final JsonMapper MAPPER =
            ReleaseJson.mapper().addMixIn(Loaded.class, ReleaseJson.Typed.class).build();
    private static final int LONGEST = 64 << 20;

    /// @param socket where it is to listen
    /// @param memory bytes that it may take
    /// @param answer bytes of one answer at most
    record Load(Parts parts, String socket, long memory, int answer) {}

    /// What became of it.
    sealed interface Loaded {
        /// @param inputs that its graphs take
        record Ready(List<TensorSpec> inputs) implements Loaded {}

        record Refused(Problem problem) implements Loaded {}
    }

    private Post() {}

    /// The bytes go along: a runner opens no file of the store.
    ///
    /// @throws Blobs.DamagedException and the runner is of no use any more
    static void load(Load load, List<Blob> files, Blobs blobs, DataOutputStream into)
            throws IOException {
        write(load, into);
        into.writeInt(files.size());
        for (var file : files) {
            var bytes =
                    blobs.read(file.digest())
                            .orElseThrow(() ->
                                    new IOException(
                                            "the bytes of '" + file.name() + "' are not stored"));
            into.writeUTF(file.digest().hex());
            into.writeInt(bytes.length);
            into.write(bytes);
        }
        into.flush();
    }

    static Load load(DataInputStream from) throws IOException {
        return read(from, Load.class);
    }

    /// The bytes that came along, by digest; the reader of each checks it.
    static Map<Digest, byte[]> files(DataInputStream from) throws IOException {
        var files = new HashMap<Digest, byte[]>();
        int count = from.readInt();
        for (int i = 0; i < count; i++) {
            var digest = new Digest(from.readUTF());
            var bytes = new byte[from.readInt()];
            from.readFully(bytes);
            files.put(digest, bytes);
        }
        return files;
    }

    static void loaded(Loaded loaded, DataOutputStream into) throws IOException {
        write(loaded, into);
        into.flush();
    }

    static Loaded loaded(DataInputStream from) throws IOException {
        return read(from, Loaded.class);
    }

    private static void write(Object letter, DataOutputStream into) throws IOException {
        var json = MAPPER.writeValueAsBytes(letter);
        into.writeInt(json.length);
        into.write(json);
    }

    private static <T> T read(DataInputStream from, Class<T> type) throws IOException {
        int length = from.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("a letter of " + length + " bytes");
        }
        var json = new byte[length];
        from.readFully(json);
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new IOException("a letter cannot be read", e);
        }
    }

    /// The blobs that came along with one letter.
    record Given(Map<Digest, byte[]> bytes) implements Blobs {
        Given {
            bytes = Map.copyOf(bytes);
        }

        @Override
        public Digest store(java.io.InputStream stream) throws IOException {
            throw new IOException("a runner stores nothing");
        }

        @Override
        public Optional<byte[]> read(Digest digest) throws IOException {
            var found = bytes.get(digest);
            if (found == null) {
                return Optional.empty();
            }
            if (!Digest.of(found).equals(digest)) {
                throw new DamagedException(digest);
            }
            return Optional.of(found);
        }

        @Override
        public Optional<Long> size(Digest digest) {
            return Optional.ofNullable(bytes.get(digest)).map(b -> (long) b.length);
        }
    }
}
