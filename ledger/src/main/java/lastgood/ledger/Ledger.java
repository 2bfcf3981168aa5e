package lastgood.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import lastgood.core.port.Components;
import lastgood.core.port.Counts;
import lastgood.core.port.Drills;
import lastgood.core.port.Incidents;
import lastgood.core.port.Journal;
import lastgood.core.port.Labels;
import lastgood.core.port.Releases;
import lastgood.core.port.Signatures;
import lastgood.core.port.Snapshots;
import lastgood.core.port.StackBook;
import lastgood.core.port.Vetoes;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.drills.SqliteDrills;
import lastgood.ledger.evidence.SqliteCounts;
import lastgood.ledger.evidence.SqliteLabels;
import lastgood.ledger.files.Durable;
import lastgood.ledger.files.FolderLock;
import lastgood.ledger.journal.SqliteIncidents;
import lastgood.ledger.journal.SqliteJournal;
import lastgood.ledger.journal.SqliteStackBook;
import lastgood.ledger.releases.OciReleases;
import lastgood.ledger.releases.SignatureFiles;
import lastgood.ledger.releases.SqliteComponents;
import lastgood.ledger.snapshots.SnapshotFiles;
import lastgood.ledger.sqlite.Database;
import lastgood.ledger.vetoes.VetoFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that is written down on one machine, in one folder that belongs to one process:
///
/// ```
/// ledger.db    journal, releases, components, incidents, labels, counts
/// releases/    an OCI image layout
/// vetoes/      one small file a service
/// gateway/     what the gateway serves, twice
/// drills/      what each drill did, one file a drill
/// signatures/  who vouches for which release
/// trust/       the public keys whose word counts
/// secrets/     what nobody else may read
/// lock         who has the folder
/// ```
public final class Ledger implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final String FOR_OWNER = "rwx------";

    static final String DATABASE = "ledger.db";
    static final String RELEASES = "releases";
    static final String VETOES = "vetoes";
    static final String SECRETS = "secrets";
    static final String GATEWAY = "gateway";

    private final Path data;
    private final FolderLock lock;
    private final Database database;
    private final Releases releases;
    private final Signatures signatures;
    private final Vetoes vetoes;
    private final Drills drills;
    private final Secrets secrets;
    private final Codec codec;

    private Ledger(
            Path data,
            FolderLock lock,
            Database database,
            Releases releases,
            Signatures signatures,
            Vetoes vetoes,
            Drills drills,
            Secrets secrets,
            Codec codec) {
        this.data = data;
        this.lock = lock;
        this.database = database;
        this.releases = releases;
        this.signatures = signatures;
        this.vetoes = vetoes;
        this.drills = drills;
        this.secrets = secrets;
        this.codec = codec;
    }

    /// Opens the folder, made if need be, and mends what a crash left half done.
    ///
    /// @throws FolderLock.TakenException if another process has it
    /// @throws IOException also if a newer version wrote it; nothing in it is touched then
    public static Ledger open(Path data) throws IOException {
        Durable.makeFolder(data, FOR_OWNER);
        var lock = FolderLock.take(data);
        try {
            return open(data, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public Journal journal() {
        return new SqliteJournal(database, codec);
    }

    public Releases releases() {
        return releases;
    }

    public Signatures signatures() {
        return signatures;
    }

    public Components components() {
        return new SqliteComponents(database, codec);
    }

    public StackBook stackBook() {
        return new SqliteStackBook(database, codec);
    }

    public Labels labels() {
        return new SqliteLabels(database, codec);
    }

    public Counts counts() {
        return new SqliteCounts(database, codec);
    }

    public Vetoes vetoes() {
        return vetoes;
    }

    public Snapshots snapshots() {
        return new SnapshotFiles(data.resolve(GATEWAY));
    }

    public Drills drills() {
        return drills;
    }

    public Incidents incidents() {
        return new SqliteIncidents(database, codec);
    }

    /// With what prediction ids are sealed: the same bytes as long as the folder exists.
    public byte[] predictionKey() {
        return secrets.predictionKey();
    }

    /// Whether the key was missing although this folder has a history: no id from before can be labelled any more.
    public boolean lostPredictionKey() {
        return secrets.drawn() && !journal().services().isEmpty();
    }

    /// The folder for what nobody else may read.
    public Path secrets() {
        return secrets.folder();
    }

    /// Waits for what is being written, and gives the folder free.
    @Override
    public void close() throws IOException {
        try (lock) {
            database.close();
        }
    }

    private static Ledger open(Path data, FolderLock lock) throws IOException {
        var database = Database.open(data.resolve(DATABASE));
        try {
            var codec = new Codec();
            var releases = OciReleases.open(data.resolve(RELEASES), database, codec);
            var signatures = SignatureFiles.open(data.resolve("signatures"), data.resolve("trust"));
            var vetoes = VetoFiles.open(data.resolve(VETOES));
            var drills = SqliteDrills.open(database, codec, data.resolve("drills"));
            var secrets = Secrets.open(data.resolve(SECRETS));
            var ledger =
                    new Ledger(
                            data,
                            lock,
                            database,
                            releases,
                            signatures,
                            vetoes,
                            drills,
                            secrets,
                            codec);
            if (ledger.lostPredictionKey()) {
                LOG.error(
                        "The key of prediction ids, {}, was missing, and a new one was drawn. Answers given until now can"
                                + " not be labelled any more: their ids count as unknown. Everything else works. If there is a"
                                + " copy of the key, stop, put it back and start again.",
                        secrets.folder().resolve("prediction.key"));
            }
            return ledger;
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }
}
