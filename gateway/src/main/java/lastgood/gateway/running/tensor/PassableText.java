package lastgood.gateway.running.tensor;

/// Texts that reach a graph as they were sent.
///
/// The runtime's Java binding would make other texts of NUL and of characters beyond U+FFFF, and no graph would know the
/// character it was meant to see. Half a surrogate pair is no character at all.
final class PassableText {
    private PassableText() {}

    static String checked(String text) throws BadData {
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one == 0 || Character.isSurrogate(one)) {
                throw new BadData(
                        "a text holds U+%04X, which cannot be passed on unaltered: BYTES takes U+0001 to U+FFFF"
                                .formatted(text.codePointAt(i)));
            }
        }
        return text;
    }
}
