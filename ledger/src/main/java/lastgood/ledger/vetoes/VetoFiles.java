package lastgood.ledger.vetoes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import lastgood.core.port.Vetoes;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.ledger.files.Durable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Vetoes as one small file a service, kept in memory too: what is asked on the way to an answer reads no disk.
/// Room for one more is set aside, so that a full disk still takes a veto.
public final class VetoFiles implements Vetoes {
    private static final Logger LOG = LoggerFactory.getLogger(VetoFiles.class);
    private static final String SUFFIX = ".vetoes";
    private static final String SPARE = "spare";
    private static final String MODE = "rw-------";

    private final Path folder;
    private final Pen pen;
    private final SpareRoom spare;
    private final Map<ServiceName, Set<Route.Veto>> vetoes = new ConcurrentHashMap<>();

    private VetoFiles(Path folder, Pen pen) {
        this.folder = folder;
        this.pen = pen;
        spare = new SpareRoom(folder.resolve(SPARE), MODE);
    }

    /// Puts bytes in the place of what a file holds, for good.
    interface Pen {
        void write(Path file, byte[] bytes) throws IOException;
    }

    /// Opens the folder, made if need be. A file that cannot be understood is set aside.
    public static VetoFiles open(Path folder) throws IOException {
        return open(folder, (file, bytes) -> Durable.write(file, bytes, MODE));
    }

    static VetoFiles open(Path folder, Pen pen) throws IOException {
        Durable.makeFolder(folder, "rwx------");
        sweep(folder);
        var opened = new VetoFiles(folder, pen);
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
        for (var file : files) {
            opened.load(file);
        }
        opened.spare.prepare();
        return opened;
    }

    /// What an earlier process left half done is no veto, so it may lie there where the disk takes no change.
    private static void sweep(Path folder) {
        try {
            Durable.sweep(folder);
        } catch (IOException e) {
            LOG.warn("{} cannot be tidied up: {}", folder, e.toString());
        }
    }

    @Override
    public synchronized boolean add(ServiceName service, Route.Veto veto) {
        var more = new LinkedHashSet<>(of(service));
        if (!more.add(veto)) {
            return true;
        }
        boolean written = write(service, more) || squeezeIn(service, more);
        if (written) {
            vetoes.put(service, Set.copyOf(more));
        }
        return written;
    }

    /// If the disk refuses, the veto comes back at the next start: the safe side.
    @Override
    public synchronized void remove(ServiceName service, Route.Veto veto) {
        var fewer = new LinkedHashSet<>(of(service));
        if (fewer.remove(veto)) {
            write(service, fewer);
            vetoes.put(service, Set.copyOf(fewer));
        }
    }

    @Override
    public Set<Route.Veto> of(ServiceName service) {
        return vetoes.getOrDefault(service, Set.of());
    }

    private boolean write(ServiceName service, Set<Route.Veto> all) {
        try {
            pen.write(file(service), VetoText.of(all));
            spare.prepare();
            return true;
        } catch (IOException e) {
            LOG.error("The disk refused to keep the vetoes of {}: {}", service, all, e);
            return false;
        }
    }

    private boolean squeezeIn(ServiceName service, Set<Route.Veto> all) {
        try {
            spare.become(file(service), VetoText.of(all));
            LOG.warn("The vetoes of {} are kept in the room set aside for them", service);
            return true;
        } catch (IOException e) {
            LOG.error("There is no room set aside for the vetoes of {}: {}", service, e.toString());
            return false;
        }
    }

    private Path file(ServiceName service) {
        return folder.resolve(service + SUFFIX);
    }

    private void load(Path file) throws IOException {
        var name = String.valueOf(file.getFileName());
        var service = ServiceName.parse(name.substring(0, name.length() - SUFFIX.length()));
        var read = VetoText.read(Files.readAllBytes(file));
        if (service.isPresent() && read.isPresent()) {
            vetoes.put(service.get(), Set.copyOf(read.get()));
        } else {
            setAside(file);
        }
    }

    private static void setAside(Path file) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ".damaged");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        LOG.error("The vetoes in {} are damaged and do not hold; see {}", file, aside);
    }
}
