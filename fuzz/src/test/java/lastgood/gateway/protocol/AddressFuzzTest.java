package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// The paths of requests.
class AddressFuzzTest {

    @FuzzTest
    void aPathMeansTheSameWhateverIsWrittenAroundIt(byte[] input) {
        var path = new String(input, StandardCharsets.ISO_8859_1);
        var address = Address.parse(path);
        address.ifPresent(found -> assertThat(found.method()).isNotNull());
        if (path.startsWith("/")) {
            int query = path.indexOf('?');
            var plain = query < 0 ? path : path.substring(0, query);
            assertThat(Address.parse("http://host" + path)).isEqualTo(address);
            assertThat(Address.parse(plain + "?a=/v2/models/b/infer")).isEqualTo(address);
        }
        if (address.orElse(null) instanceof Address.Ask ask) {
            assertThat(ask.service()).doesNotContain("/").doesNotContain("?");
            ask.version().ifPresent(version -> assertThat(version).isBetween(1, 999_999_999));
        }
    }
}
