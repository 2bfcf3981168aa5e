package lastgood.gateway.running.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import lastgood.core.prediction.LoggedTensor;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.RawData;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Tensors, copied into bytes of the log's own without what is redacted, as long as there is room.
final class Copies {
    private long room;
    private boolean complete = true;

    /// @param room bytes that may be copied
    Copies(long room) {
        this.room = room;
    }

    /// False: some tensor was too large, and its values are missing.
    boolean isComplete() {
        return complete;
    }

    List<LoggedTensor> of(Collection<Tensor> tensors, Redaction redaction) {
        var copies = new ArrayList<LoggedTensor>(tensors.size());
        for (var tensor : tensors) {
            copies.add(copy(tensor, redaction));
        }
        return copies;
    }

    private LoggedTensor copy(Tensor tensor, Redaction redaction) {
        if (redaction.withholds(tensor.name())) {
            return LoggedTensor.withheld(tensor.name(), tensor.datatype(), tensor.shape());
        }
        var places = redaction.places(tensor.name());
        var kept = places.isEmpty() ? tensor : blanked(tensor, places);
        long size = leastSize(kept) > room ? Long.MAX_VALUE : RawData.size(kept);
        if (size > room) {
            complete = false;
            return LoggedTensor.withheld(tensor.name(), tensor.datatype(), tensor.shape());
        }
        room -= size;
        var raw = new byte[(int) size];
        RawData.write(kept, ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN));
        return new LoggedTensor(tensor.name(), tensor.datatype(), tensor.shape(), raw, places);
    }

    /// So that the length of many long texts is not reckoned for nothing.
    private static long leastSize(Tensor tensor) {
        int each =
                tensor.datatype() == Datatype.BYTES
                        ? Integer.BYTES
                        : RawData.width(tensor.datatype());
        return (long) tensor.values().size() * each;
    }

    /// The same with nothing in these places of the last dimension.
    private static Tensor blanked(Tensor tensor, List<Integer> places) {
        int width = tensor.shape().isEmpty() ? 1 : tensor.shape().getLast().intValue();
        var values =
                switch (tensor.values()) {
                    case Values.Floats floats -> {
                        var copy = floats.array().clone();
                        each(copy.length, width, places, i -> copy[i] = 0);
                        yield new Values.Floats(copy);
                    }
                    case Values.Doubles doubles -> {
                        var copy = doubles.array().clone();
                        each(copy.length, width, places, i -> copy[i] = 0);
                        yield new Values.Doubles(copy);
                    }
                    case Values.Wholes wholes -> {
                        var copy = wholes.array().clone();
                        each(copy.length, width, places, i -> copy[i] = 0);
                        yield new Values.Wholes(copy);
                    }
                    case Values.Texts texts -> {
                        var copy = Arrays.copyOf(texts.array(), texts.array().length);
                        each(copy.length, width, places, i -> copy[i] = "");
                        yield new Values.Texts(copy);
                    }
                };
        return new Tensor(tensor.name(), tensor.datatype(), tensor.shape(), values);
    }

    private interface Place {
        void blank(int i);
    }

    private static void each(int size, int width, List<Integer> places, Place place) {
        for (int column : places) {
            for (int i = column; i < size; i += width) {
                place.blank(i);
            }
        }
    }
}
