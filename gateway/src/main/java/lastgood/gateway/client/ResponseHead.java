package lastgood.gateway.client;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// The head of a response of HTTP/1.1, as far as it matters here: read line by line.
final class ResponseHead {
    static final ResponseHead NONE = new ResponseHead(0, false);

    private static final int STATUS_AT = 9;
    private static final int STATUS_END = 12;
    private static final int QUOTED = 60;
    private static final int MOST_DIGITS = 18;
    private static final byte[] VERSION = bytes("HTTP/1.");
    private static final byte[] LENGTH = bytes("content-length");
    private static final byte[] CODING = bytes("transfer-encoding");
    private static final byte[] CONNECTION = bytes("connection");
    private static final byte[] RETRY_AFTER = bytes("retry-after");
    private static final byte[] JSON_LENGTH = bytes(Request.JSON_LENGTH.toLowerCase(Locale.ROOT));
    private static final byte[] CHUNKED = bytes("chunked");
    private static final byte[] KEEP_ALIVE = bytes("keep-alive");

    /// What a name is made of.
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = 0; c < TOKEN.length; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
    }

    private final int status;
    private boolean kept;
    private boolean chunked;
    private long length = -1;
    private boolean retryAfter;
    private Optional<String> json = Optional.empty();

    private ResponseHead(int status, boolean kept) {
        this.status = status;
        this.kept = kept;
    }

    /// Of its first line: `HTTP/1.1 200 OK`. What stands behind the number is for people.
    static ResponseHead of(byte[] line, int size) throws MalformedException {
        boolean right =
                size >= STATUS_END
                        && isSame(line, 0, VERSION.length, VERSION, false)
                        && (line[7] == '0' || line[7] == '1')
                        && line[8] == ' '
                        && (size == STATUS_END || line[STATUS_END] == ' ');
        int status = 0;
        for (int i = STATUS_AT; right && i < STATUS_END; i++) {
            right = line[i] >= '0' && line[i] <= '9';
            status = 10 * status + line[i] - '0';
        }
        if (!right || status < 100 || !isText(line, STATUS_END, size)) {
            throw new MalformedException("it begins with '" + text(line, 0, size) + "'");
        }
        return new ResponseHead(status, line[7] == '1');
    }

    /// One more line.
    void add(byte[] line, int size) throws MalformedException {
        int end = 0;
        while (end < size && line[end] >= 0 && TOKEN[line[end]]) {
            end++;
        }
        if (end == 0 || end == size || line[end] != ':' || !isText(line, end, size)) {
            throw new MalformedException("a header is '" + text(line, 0, size) + "'");
        }
        int from = end + 1;
        while (from < size && isBlank(line[from])) {
            from++;
        }
        int to = size;
        while (to > from && isBlank(line[to - 1])) {
            to--;
        }
        note(line, end, from, to);
    }

    private void note(byte[] line, int nameEnd, int from, int to) throws MalformedException {
        if (isSame(line, 0, nameEnd, LENGTH, true)) {
            length(line, from, to);
        } else if (isSame(line, 0, nameEnd, CODING, true)) {
            if (chunked || !isSame(line, from, to, CHUNKED, true)) {
                throw new MalformedException("it is coded as '" + text(line, from, to) + "'");
            }
            chunked = true;
        } else if (isSame(line, 0, nameEnd, CONNECTION, true)) {
            kept &= isSame(line, from, to, KEEP_ALIVE, true) || !closes(line, from, to);
        } else if (isSame(line, 0, nameEnd, RETRY_AFTER, true)) {
            retryAfter = true;
        } else if (isSame(line, 0, nameEnd, JSON_LENGTH, true)) {
            if (json.isPresent()) {
                throw new MalformedException(Request.JSON_LENGTH + " is there twice");
            }
            json = Optional.of(text(line, from, to));
        }
    }

    private void length(byte[] line, int from, int to) throws MalformedException {
        long said = 0;
        boolean right = from < to && to - from <= MOST_DIGITS;
        for (int i = from; right && i < to; i++) {
            right = line[i] >= '0' && line[i] <= '9';
            said = 10 * said + line[i] - '0';
        }
        if (!right) {
            throw new MalformedException("its length is '" + text(line, from, to) + "'");
        }
        if (length >= 0) {
            throw new MalformedException("it says twice how long it is");
        }
        length = said;
    }

    /// All lines are there.
    void check() throws MalformedException {
        if (chunked && length >= 0) {
            throw new MalformedException("it says how long it is, and comes in chunks");
        }
    }

    int status() {
        return status;
    }

    boolean isChunked() {
        return chunked;
    }

    OptionalLong length() {
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    /// Whether the server keeps the connection open. What ends with its connection cannot.
    boolean isKept() {
        boolean ends = chunked || length >= 0 || status == 204 || status == 304;
        return kept && ends;
    }

    boolean hasRetryAfter() {
        return retryAfter;
    }

    Optional<String> json() {
        return json;
    }

    /// @param lower whether capital letters are as good as small ones
    private static boolean isSame(byte[] line, int from, int to, byte[] text, boolean lower) {
        if (to - from != text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            byte b = line[from + i];
            boolean capital = lower && b >= 'A' && b <= 'Z';
            if ((capital ? b + ('a' - 'A') : b) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean closes(byte[] line, int from, int to) {
        for (var option :
                new String(line, from, to - from, StandardCharsets.US_ASCII).split(",", -1)) {
            if (option.strip().equalsIgnoreCase("close")) {
                return true;
            }
        }
        return false;
    }

    /// No control characters but tabs. Those above 127 are negative here.
    private static boolean isText(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((line[i] >= 0 && line[i] < ' ' && line[i] != '\t') || line[i] == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static String text(byte[] line, int from, int to) {
        int end = Math.min(to, from + QUOTED);
        return new String(line, from, end - from, StandardCharsets.US_ASCII)
                .replaceAll("\\p{Cntrl}", " ");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
