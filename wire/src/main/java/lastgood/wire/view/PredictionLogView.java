package lastgood.wire.view;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import lastgood.core.port.PredictionRecords;

/// What the prediction log holds, and what it could not take since the server started.
public record PredictionLogView(List<PredictionDay> days, List<PredictionTally> sinceStart) {

    /// @param day in UTC
    /// @param bytes on disk
    /// @param waiting of the rows, those that are not Parquet yet
    public record PredictionDay(String service, String day, long rows, long bytes, long waiting) {}

    /// @param noted that were to be written, the dropped ones included
    /// @param dropped that never will be
    public record PredictionTally(String service, long noted, long dropped) {}

    public static PredictionLogView of(PredictionRecords records) throws IOException {
        return new PredictionLogView(
                records.days().stream()
                        .map(d ->
                                new PredictionDay(
                                        d.service().text(),
                                        d.day().toString(),
                                        d.rows(),
                                        d.bytes(),
                                        d.waiting()))
                        .toList(),
                records.tallies().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e ->
                                new PredictionTally(
                                        e.getKey().text(),
                                        e.getValue().noted(),
                                        e.getValue().dropped()))
                        .toList());
    }
}
