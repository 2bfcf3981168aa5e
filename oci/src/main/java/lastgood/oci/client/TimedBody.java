package lastgood.oci.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A body that is read as it comes, and given up where it stops coming: `java.net.http` itself would wait for ever.
///
/// One piece is asked for at a time, so no more than that is held.
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {
    private sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record Broken(Throwable why) implements Piece {}

        record End() implements Piece {}
    }

    private final Clock clock;
    private final String doing;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final AtomicReference<Optional<Subscription>> subscription =
            new AtomicReference<>(Optional.empty());
    private List<ByteBuffer> buffers = List.of();
    private boolean ended;

    TimedBody(Clock clock, String doing) {
        this.clock = clock;
        this.doing = doing;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription.set(Optional.of(given));
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        clock.moved();
        pieces.add(new Piece.Bytes(item));
    }

    @Override
    public void onError(Throwable why) {
        pieces.add(new Piece.Broken(why));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            for (var buffer : buffers) {
                if (buffer.hasRemaining()) {
                    int n = Math.min(length, buffer.remaining());
                    buffer.get(into, from, n);
                    return n;
                }
            }
            next();
        }
        return -1;
    }

    @Override
    public void close() {
        ended = true;
        subscription.get().ifPresent(Subscription::cancel);
    }

    private void next() throws IOException {
        switch (take()) {
            case Piece.Bytes(var more) -> {
                buffers = more;
                subscription.get().ifPresent(s -> s.request(1));
            }
            case Piece.End() -> ended = true;
            case Piece.Broken(var why) -> {
                ended = true;
                throw Trouble.unreachable(
                        "The connection to the registry broke off.",
                        doing
                                + ": "
                                + Optional.ofNullable(why.getMessage()).orElse(why.toString()));
            }
        }
    }

    private Piece take() throws IOException {
        clock.moved();
        try {
            while (true) {
                long left = clock.left();
                if (left <= 0) {
                    close();
                    throw clock.tooSlow(doing);
                }
                var piece = Optional.ofNullable(pieces.poll(left, TimeUnit.NANOSECONDS));
                if (piece.isPresent()) {
                    return piece.get();
                }
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
