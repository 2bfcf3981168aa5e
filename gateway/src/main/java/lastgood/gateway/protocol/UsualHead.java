package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The head that nearly everybody sends, read byte by byte: `GET` without a body or `POST` with one of a known length, a
/// path, HTTP/1.1, and headers of one line each.
///
/// It never refuses anything. Whatever else a head holds, above all whatever could be read two ways, is left to the HTTP
/// decoder, as if it had not been looked at. A test holds both against each other.
final class UsualHead implements RequestHead {
    /// Bytes of a head that is still usual.
    static final int MOST = 2048;

    private static final int MOST_HEADERS = 64;
    private static final int MOST_DIGITS = 9;
    private static final byte[] GET = ascii("GET ");
    private static final byte[] POST = ascii("POST ");
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");

    /// Characters of a header's name, by RFC 9110 section 5.6.2.
    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private final byte[] bytes;
    private int at;
    private int targetStart;
    private int targetEnd;

    /// Of each header where its name starts and ends, and its value.
    private int[] marks = new int[4 * 16];

    private int headers;
    private int length = -1;
    private boolean post;
    private boolean connection;
    private boolean last;

    private UsualHead(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The head with which the bytes begin; they are read then. Empty: it is an unusual one, or not all of it is there.
    ///
    /// @param line bytes of a request line at most
    /// @param most bytes of all headers
    static Optional<UsualHead> read(ByteBuf in, int line, int most) {
        byte[] bytes = new byte[Math.min(in.readableBytes(), MOST)];
        in.getBytes(in.readerIndex(), bytes);
        var head = new UsualHead(bytes);
        if (!head.line(line) || !head.lines(most)) {
            return Optional.empty();
        }
        in.skipBytes(head.at);
        return Optional.of(head);
    }

    @Override
    public String method() {
        return post ? "POST" : "GET";
    }

    @Override
    public String target() {
        return text(targetStart, targetEnd);
    }

    @Override
    public @Nullable String header(CharSequence name) {
        for (int i = 0; i < headers; i++) {
            if (isName(i, name)) {
                return text(marks[4 * i + 2], marks[4 * i + 3]);
            }
        }
        return null;
    }

    @Override
    public int count(CharSequence name) {
        int count = 0;
        for (int i = 0; i < headers; i++) {
            count += isName(i, name) ? 1 : 0;
        }
        return count;
    }

    @Override
    public int headers() {
        return headers;
    }

    @Override
    public long length(long otherwise) {
        return length();
    }

    /// Bytes of the body.
    int length() {
        return Math.max(length, 0);
    }

    @Override
    public boolean isAsking() {
        return false;
    }

    @Override
    public boolean isLast() {
        return last;
    }

    private boolean line(int most) {
        post = isNext(POST);
        if (!post && !isNext(GET)) {
            return false;
        }
        at = post ? POST.length : GET.length;
        targetStart = at;
        while (at < bytes.length && bytes[at] > ' ' && bytes[at] < 0x7f) {
            at++;
        }
        targetEnd = at;
        if (targetEnd == targetStart || bytes[targetStart] != '/' || !isNext(VERSION)) {
            return false;
        }
        at += VERSION.length;
        return at <= most;
    }

    private boolean lines(int most) {
        int start = at;
        while (!isEndOfLine()) {
            if (headers == MOST_HEADERS || !header()) {
                return false;
            }
        }
        at += 2;
        return at - start <= most && post == (length >= 0);
    }

    private boolean header() {
        int name = at;
        while (at < bytes.length && TOKEN[bytes[at] & 0xff]) {
            at++;
        }
        int nameEnd = at;
        if (nameEnd == name || at == bytes.length || bytes[at] != ':') {
            return false;
        }
        at++;
        while (at < bytes.length && isBlank(bytes[at])) {
            at++;
        }
        int value = at;
        while (at < bytes.length && isText(bytes[at])) {
            at++;
        }
        int valueEnd = at;
        while (valueEnd > value && isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        if (!isEndOfLine()) {
            return false;
        }
        at += 2;
        note(name, nameEnd, value, valueEnd);
        return isUsual(headers - 1);
    }

    /// Nothing that changes where a body ends, or who is to do what with the connection, but the plainest. Java's client asks
    /// for HTTP/2 with each request to a server that does not speak it, and goes on without.
    private boolean isUsual(int header) {
        return switch (marks[4 * header + 1] - marks[4 * header]) {
            case 2 -> !isName(header, "te");
            case 6 -> !isName(header, "expect");
            case 7 ->
                    !isName(header, "trailer")
                            && (!isName(header, "upgrade") || isValue(header, "h2c"));
            case 10 -> !isName(header, "connection") || isPlainConnection(header);
            case 14 -> !isName(header, "content-length") || isPlainLength(header);
            case 16 -> !isName(header, "proxy-connection");
            case 17 -> !isName(header, "transfer-encoding");
            default -> true;
        };
    }

    private boolean isPlainConnection(int header) {
        if (connection) {
            return false;
        }
        connection = true;
        last = isValue(header, "close");
        return last || isValue(header, "keep-alive") || isValue(header, "upgrade, http2-settings");
    }

    private boolean isPlainLength(int header) {
        int from = marks[4 * header + 2];
        int to = marks[4 * header + 3];
        if (length >= 0 || from == to || to - from > MOST_DIGITS) {
            return false;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            number = 10 * number + bytes[i] - '0';
        }
        length = number;
        return true;
    }

    private void note(int name, int nameEnd, int value, int valueEnd) {
        int mark = 4 * headers;
        if (mark == marks.length) {
            marks = Arrays.copyOf(marks, 2 * mark);
        }
        marks[mark] = name;
        marks[mark + 1] = nameEnd;
        marks[mark + 2] = value;
        marks[mark + 3] = valueEnd;
        headers++;
    }

    private boolean isName(int header, CharSequence name) {
        return isSame(marks[4 * header], marks[4 * header + 1], name);
    }

    private boolean isValue(int header, CharSequence value) {
        return isSame(marks[4 * header + 2], marks[4 * header + 3], value);
    }

    /// But for capital letters.
    private boolean isSame(int from, int to, CharSequence text) {
        int size = text.length();
        if (to - from != size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (lower(bytes[from + i]) != lower(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isNext(byte[] wanted) {
        return at + wanted.length <= bytes.length
                && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private boolean isEndOfLine() {
        return at + 1 < bytes.length && bytes[at] == '\r' && bytes[at + 1] == '\n';
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /// Bytes of a value: all but control characters. Those above 127 are negative here.
    private static boolean isText(byte b) {
        return b < 0 || (b >= ' ' && b != 0x7f) || b == '\t';
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
