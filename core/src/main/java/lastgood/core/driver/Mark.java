package lastgood.core.driver;

import lastgood.core.release.Digest;

/// One version of a component as its own world has it: where it is found, and the digest of what must be found there.
///
/// @param at the world's own name for it, such as a folder's or a commit's: 1 to 200 visible ASCII characters
public record Mark(String at, Digest digest) {
    private static final String AT = "[!-~]{1,200}";

    public Mark {
        if (!isName(at)) {
            throw new IllegalArgumentException(
                    "a mark's name is 1 to 200 visible characters, got '" + at + "'");
        }
    }

    public static boolean isName(String text) {
        return text.matches(AT);
    }

    @Override
    public String toString() {
        return at + " (" + digest.brief() + ")";
    }
}
