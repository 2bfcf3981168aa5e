package lastgood.core.port;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lastgood.core.release.FeatureKey;
import lastgood.core.stack.ComponentId;

class MemoryFeatureRowsTest extends FeatureRowsContract {
    private final MemoryFeatureRows rows = new MemoryFeatureRows();

    @Override
    protected void fill(ComponentId table, String key, Map<FeatureKey, List<Object>> all) {
        all.forEach((entity, values) -> {
            var row = new HashMap<String, Object>();
            for (int c = 0; c < COLUMNS.size(); c++) {
                row.put(COLUMNS.get(c), values.get(c));
            }
            rows.put(table, entity, row);
        });
    }

    @Override
    protected FeatureRows rows() {
        return rows;
    }
}
