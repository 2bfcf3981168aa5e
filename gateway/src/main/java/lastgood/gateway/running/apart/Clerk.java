package lastgood.gateway.running.apart;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import lastgood.gateway.running.graph.AlteredTextException;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Tensor;

/// Answers one question after the other that comes over one connection.
final class Clerk {
    private static final int FIRST_BUFFER = 16 << 10;

    private final Runner runner;
    private final int most;

    /// @param most bytes of an answer
    Clerk(Runner runner, int most) {
        this.runner = runner;
        this.most = most;
    }

    void serve(SocketChannel connection) {
        try (connection) {
            var buffer = buffer(FIRST_BUFFER);
            while (true) {
                buffer = frame(connection, buffer);
                var reply = answer(buffer.slice(Frames.HEAD, buffer.remaining() - Frames.HEAD));
                while (reply.hasRemaining()) {
                    connection.write(reply);
                }
                buffer.clear();
            }
        } catch (IOException _) {
            // the gateway has hung up
        }
    }

    /// The next whole frame, its length included. A gateway asks one question at a time.
    private static ByteBuffer frame(SocketChannel connection, ByteBuffer into) throws IOException {
        var buffer = into;
        while (buffer.position() < Frames.HEAD || buffer.position() < whole(buffer)) {
            if (buffer.position() >= Frames.HEAD && whole(buffer) > buffer.capacity()) {
                buffer = buffer(whole(buffer)).put(buffer.flip());
            }
            if (connection.read(buffer) < 0) {
                throw new IOException("the gateway has hung up");
            }
        }
        return buffer.flip();
    }

    private static int whole(ByteBuffer buffer) {
        return Frames.HEAD + buffer.getInt(0);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer answer(ByteBuffer frame) {
        return Frames.reply(reply(frame), most)
                .orElseGet(() ->
                        Frames.reply(
                                        new Frames.Reply.None(
                                                "its answer is larger than a runner's may be ("
                                                        + (most >> 20)
                                                        + " MiB)",
                                                ""),
                                        Integer.MAX_VALUE)
                                .orElseThrow());
    }

    private Frames.Reply reply(ByteBuffer frame) {
        try {
            var question = Frames.question(frame);
            var seen = new AtomicReference<Optional<List<Tensor>>>(Optional.empty());
            Runner.ModelInputs watcher = tensors -> seen.set(Optional.of(tensors));
            var outputs =
                    runner.run(
                            question.inputs(),
                            Optional.empty(),
                            question.watched() ? Optional.of(watcher) : Optional.empty());
            return new Frames.Reply.Outputs(seen.get(), outputs);
        } catch (AlteredTextException e) {
            return new Frames.Reply.None("output " + e.getMessage(), "");
        } catch (NoAnswerException e) {
            return new Frames.Reply.None(e.why(), e.toString());
        } catch (BadData e) {
            return new Frames.Reply.None("its question cannot be read", e.complaint());
        } catch (OrtException | RuntimeException | OutOfMemoryError e) {
            return new Frames.Reply.None("its graphs do not run on this request", e.toString());
        }
    }
}
