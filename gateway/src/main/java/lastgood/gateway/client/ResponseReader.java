package lastgood.gateway.client;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Reads one response of HTTP/1.1 as its bytes come, in whatever pieces.
///
/// It is strict where two readers could differ about where a response ends, as what follows would be taken for the next one:
/// no second length, no length beside chunks, no coding but `chunked`, no folded line.
public final class ResponseReader {
    /// Bytes of a status line and headers, those of interim responses and trailers included.
    static final int MOST_HEAD = 32 << 10;

    private static final int FIRST_LINE = 128;
    private static final int GO_ON_BELOW = 200;
    private static final int SWITCHING = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private enum At {
        STATUS,
        HEADERS,
        LENGTH,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        DONE
    }

    private final ResponseBody body;
    private byte[] line = new byte[FIRST_LINE];
    private int lineSize;
    private int headSize;
    private At at = At.STATUS;
    private boolean begun;
    private ResponseHead head = ResponseHead.NONE;
    private long left;

    /// @param mostBody bytes of a body
    public ResponseReader(int mostBody) {
        body = new ResponseBody(mostBody);
    }

    /// Whether a byte of it has come.
    boolean isBegun() {
        return begun;
    }

    /// Takes what belongs to the response. True: it is complete, and what is left is not part of it.
    public boolean read(ByteBuf in) throws MalformedException {
        begun |= in.isReadable();
        while (at != At.DONE && in.isReadable()) {
            switch (at) {
                case STATUS, HEADERS, CHUNK_SIZE, CHUNK_END, TRAILERS -> {
                    if (line(in)) {
                        line();
                        lineSize = 0;
                    }
                }
                case LENGTH, CHUNK -> {
                    int now = (int) Math.min(left, in.readableBytes());
                    body.add(in, now);
                    left -= now;
                    if (left == 0) {
                        at = at == At.LENGTH ? At.DONE : At.CHUNK_END;
                    }
                }
                case UNTIL_CLOSE -> body.add(in, in.readableBytes());
                case DONE -> throw new IllegalStateException("it is complete");
            }
        }
        return at == At.DONE;
    }

    /// The connection ended. True: that is how the response ends.
    public boolean end() {
        if (at == At.UNTIL_CLOSE) {
            at = At.DONE;
        }
        return at == At.DONE;
    }

    /// Whether the connection can be used once more.
    public boolean isKept() {
        return head.isKept();
    }

    /// Once it is complete.
    public Response response() {
        if (at != At.DONE) {
            throw new IllegalStateException("it is not complete");
        }
        return new Response(head.status(), head.hasRetryAfter(), head.json(), body.bytes());
    }

    /// Takes bytes up to the end of a line. False: it has not come yet.
    private boolean line(ByteBuf in) throws MalformedException {
        int length = in.bytesBefore((byte) '\n');
        int now = length < 0 ? in.readableBytes() : length + 1;
        headSize += at == At.CHUNK_SIZE || at == At.CHUNK_END ? 0 : now;
        if (headSize > MOST_HEAD || lineSize + now > MOST_HEAD) {
            throw new MalformedException("its head has more than " + MOST_HEAD + " bytes");
        }
        if (lineSize + now > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, lineSize + now));
        }
        in.readBytes(line, lineSize, now);
        lineSize += now;
        if (length < 0) {
            return false;
        }
        if (lineSize < 2 || line[lineSize - 2] != '\r') {
            throw new MalformedException("a line of it ends without a carriage return");
        }
        lineSize -= 2;
        return true;
    }

    private void line() throws MalformedException {
        switch (at) {
            case STATUS -> {
                head = ResponseHead.of(line, lineSize);
                at = At.HEADERS;
            }
            case HEADERS -> {
                if (lineSize > 0) {
                    head.add(line, lineSize);
                } else {
                    endOfHead();
                }
            }
            case CHUNK_SIZE -> {
                left = chunkSize();
                at = left == 0 ? At.TRAILERS : At.CHUNK;
            }
            case CHUNK_END -> {
                if (lineSize > 0) {
                    throw new MalformedException("a chunk is longer than it says");
                }
                at = At.CHUNK_SIZE;
            }
            case TRAILERS -> at = lineSize > 0 ? At.TRAILERS : At.DONE;
            case LENGTH, CHUNK, UNTIL_CLOSE, DONE -> throw new IllegalStateException("no line");
        }
    }

    private void endOfHead() throws MalformedException {
        head.check();
        int status = head.status();
        if (status == SWITCHING) {
            throw new MalformedException("it speaks another protocol, which nobody asked for");
        }
        if (status < GO_ON_BELOW) {
            at = At.STATUS; // The response is still to come.
        } else if (status == NO_CONTENT || status == NOT_MODIFIED) {
            at = At.DONE;
        } else if (head.isChunked()) {
            at = At.CHUNK_SIZE;
        } else if (head.length().isPresent()) {
            left = head.length().getAsLong();
            body.expect(left);
            at = left == 0 ? At.DONE : At.LENGTH;
        } else {
            at = At.UNTIL_CLOSE;
        }
    }

    /// What an extension says is nobody's concern.
    private long chunkSize() throws MalformedException {
        int i = 0;
        long size = 0;
        while (i < lineSize && Character.digit(line[i], 16) >= 0) {
            size = 16 * size + Character.digit(line[i++], 16);
            if (i > 8) {
                throw new MalformedException("a chunk is too large");
            }
        }
        int end = i;
        while (end < lineSize && (line[end] == ' ' || line[end] == '\t')) {
            end++;
        }
        if (i == 0 || (end < lineSize && line[end] != ';')) {
            throw new MalformedException("a chunk does not say how long it is");
        }
        return size;
    }
}
