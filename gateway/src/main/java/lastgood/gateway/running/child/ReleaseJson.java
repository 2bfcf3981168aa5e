package lastgood.gateway.running.child;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import lastgood.core.release.FeatureKey;
import lastgood.core.release.Parts;
import tools.jackson.databind.json.JsonMapper;

/// Releases as JSON between this process and a child of it. Both ends are this very code: class names will do.
public final class ReleaseJson {
    /// Writes down which class a value is of.
    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    public interface Typed {}

    private ReleaseJson() {}

    /// To be told of further sealed types.
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder()
                .addMixIn(Parts.Features.class, Typed.class)
                .addMixIn(FeatureKey.class, Typed.class)
                .addMixIn(Parts.Preprocessing.class, Typed.class);
    }
}
