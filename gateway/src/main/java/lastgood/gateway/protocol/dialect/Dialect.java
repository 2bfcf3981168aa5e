package lastgood.gateway.protocol.dialect;

import lastgood.core.release.Schema;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;

/// One way to write down a question.
public interface Dialect {

    /// @param live what the live release takes: some dialects do not name what they send
    /// @param loan pays for what is read
    /// @throws lastgood.gateway.memory.NoRoomException as soon as it does not suffice
    Asked read(Sent sent, Schema live, Loan loan) throws BadData, WrongMediaException;
}
