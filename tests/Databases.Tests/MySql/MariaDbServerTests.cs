using Levada.Servers;

namespace Levada.Databases.Tests.MySql;

public sealed class MariaDbServerTests
{
    [Fact]
    public void A_script_with_its_own_delimiter_fills_a_new_database()
    {
        Assert.SkipWhen(MariaDbServer.SkipReason is not null, MariaDbServer.SkipReason ?? "");
        var server = MariaDbServer.Shared;
        var database = server.NewDatabase("""
            CREATE TABLE t (id INT);
            DELIMITER //
            CREATE PROCEDURE p (IN i INT) BEGIN INSERT INTO t VALUES (i); END //
            DELIMITER ;
            CALL p(7);
            """);
        Assert.Equal("7\n", server.RunScript(database, "SELECT id FROM t"));
    }
}
