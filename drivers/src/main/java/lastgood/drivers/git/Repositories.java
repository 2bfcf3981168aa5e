package lastgood.drivers.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/// Opens repositories for reading, by what they hold themselves. The settings of the machine and of whoever runs the
/// process are not looked at: JGit would start `git` to find them, and write a file of its own beside them.
final class Repositories {
    static {
        SystemReader.setInstance(new Secluded(SystemReader.getInstance()));
    }

    private Repositories() {}

    /// @throws IOException also where there is no repository
    static Repository open(Path folder) throws IOException {
        return at(folder).setMustExist(true).build();
    }

    static RepositoryBuilder at(Path folder) {
        return new RepositoryBuilder().setGitDir(folder.toFile()).setBare();
    }

    private static final class Secluded extends SystemReader.Delegate {
        Secluded(SystemReader rest) {
            super(rest);
        }

        @Override
        public FileBasedConfig openSystemConfig(Config parent, FS fs) {
            return new Nothing(parent, fs);
        }

        @Override
        public FileBasedConfig openUserConfig(Config parent, FS fs) {
            return new Nothing(parent, fs);
        }

        @Override
        public FileBasedConfig openJGitConfig(Config parent, FS fs) {
            return new Nothing(parent, fs);
        }
    }

    /// Settings that are in no file.
    private static final class Nothing extends FileBasedConfig {
        Nothing(Config parent, FS fs) {
            super(parent, new File("nothing"), fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
