package lastgood.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;

/// What is wrong with a folder, in words: the exceptions of the file system carry little more than its name.
final class FolderTrouble {
    private FolderTrouble() {}

    static String inWords(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException there -> there.getFile() + " is a file, not a folder";
            case AccessDeniedException closed ->
                    closed.getFile() + ": this user may not write there";
            case NoSuchFileException lost -> lost.getFile() + " cannot be made";
            case FileSystemException other ->
                    other.getFile()
                            + Optional.ofNullable(other.getReason())
                                    .map(r -> ": " + r.toLowerCase(Locale.ROOT))
                                    .orElse(" cannot be used");
            default -> String.valueOf(e.getMessage());
        };
    }
}
