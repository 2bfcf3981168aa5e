package lastgood.wire.file;

/// One thing that is wrong with a file.
///
/// @param key where in the document: `spec.rollout.steps[0]`; empty: the document as a whole
/// @param found what is there, or what is not
/// @param expected what should be there; empty where `found` says it all
/// @param later whether it is right, but not in this version
record Complaint(int line, String key, String found, String expected, boolean later) {

    /// `release.yaml:6: spec.modle: unknown key; did you mean 'model'?`
    String text(String file) {
        return file
                + ":"
                + line
                + ": "
                + (key.isEmpty() ? "" : key + ": ")
                + found
                + (expected.isEmpty() ? "" : (later ? "; " : "; expected ") + expected);
    }
}
